import type { IndexedPassage, KnowledgePorts } from '../ports.ts'
import type { Passage, SearchQuestion } from '../types.ts'
import { toUnit } from './vector-scan.ts'
import type { Vectors } from './vectors.ts'

/** Passages that each way of searching brings in before they are merged. */
const CANDIDATES = 30
/** Reciprocal rank fusion: what ranks first gets 1/61 (Cormack, Clarke, Büttcher, SIGIR 2009). */
const FUSION = 60
/** Below this cosine two texts have little to do with one another, whatever the model. */
const SIMILARITY_MIN = 0.2

/**
 * The passages that fit a question best, by words and, where the workspace has an embedding engine,
 * by meaning; both rankings are merged. When the engine fails, the words alone decide.
 */
export async function search(
  ports: KnowledgePorts,
  vectors: Vectors,
  workspaceId: string,
  { text, locale, audience }: SearchQuestion,
  limit: number,
): Promise<Passage[]> {
  const isMerged = ports.embedder(workspaceId) !== undefined
  const wanted = isMerged ? Math.max(limit, CANDIDATES) : limit
  const query = { workspaceId, text, locale, audience, at: ports.now(), limit: wanted }
  const [byWords, byMeaning] = await Promise.all([
    ports.index.find(query),
    findByMeaning(ports, vectors, query),
  ])
  return merge(byWords, byMeaning, limit)
}

async function findByMeaning(
  ports: KnowledgePorts,
  vectors: Vectors,
  query: Parameters<KnowledgePorts['index']['find']>[0],
): Promise<{ passage: IndexedPassage; similarity: number }[]> {
  const { workspaceId } = query
  const engine = ports.embedder(workspaceId)
  if (engine === undefined) return []
  try {
    const [made] = await engine.embed([query.text])
    const unit = made && toUnit(made)
    if (unit === undefined) return []
    const found = await vectors.find(workspaceId, engine.model, unit, CANDIDATES)
    const near = found.filter(({ similarity }) => similarity >= SIMILARITY_MIN)
    const passages = await ports.index.load(
      query,
      near.map(({ passageId }) => passageId),
    )
    const byId = new Map(passages.map((passage) => [passage.passageId, passage]))
    return near.flatMap(({ passageId, similarity }) => {
      const passage = byId.get(passageId)
      return passage === undefined ? [] : [{ passage, similarity }]
    })
  } catch (error) {
    ports.failed(error, 'embedding')
    return []
  }
}

function merge(
  byWords: readonly IndexedPassage[],
  byMeaning: readonly { passage: IndexedPassage; similarity: number }[],
  limit: number,
): Passage[] {
  const merged = new Map<number, Passage>()
  for (const [rank, { passageId, ...passage }] of byWords.entries()) {
    merged.set(passageId, { ...passage, score: 1 / (FUSION + rank + 1), similarity: null })
  }
  for (const [rank, { passage, similarity }] of byMeaning.entries()) {
    const { passageId, ...fresh } = passage
    const known = merged.get(passageId) ?? { ...fresh, score: 0, similarity: null }
    const score = known.score + 1 / (FUSION + rank + 1)
    merged.set(passageId, { ...known, score, similarity })
  }
  return Array.from(merged.values())
    .sort((one, other) => other.score - one.score)
    .slice(0, limit)
}
