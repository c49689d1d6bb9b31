import type { ArticleVersion } from '@parley/protocol/rest/knowledge'
import type { GoldenDraft } from '@parley/protocol/rest/learning'
import type { FaqEntry, Knowledge, Passage } from '../../knowledge/index.ts'
import { tokens } from '../../text/index.ts'

/** Of a drafted document, as many passages as it could bring in. */
const PASSAGES_MAX = 3

interface Drafted {
  id: string
  kind: 'faq' | 'document'
  key: string
  /** Undefined when it would be withdrawn. */
  told: ArticleVersion | undefined
}

/** The knowledge as it would be with these versions published. @throws {Refusal} `not_found` */
export async function draftKnowledge(
  knowledge: Pick<Knowledge, 'faq' | 'search' | 'graph' | 'articles'>,
  workspaceId: string,
  articles: NonNullable<GoldenDraft['articles']>,
): Promise<Pick<Knowledge, 'faq' | 'search' | 'graph'>> {
  const drafts = await Promise.all(
    articles.map(async ({ id, version }): Promise<Drafted> => {
      const { kind, key } = await knowledge.articles.find(workspaceId, id)
      const versions = await knowledge.articles.versions(workspaceId, id)
      return { id, kind, key, told: versions.find((one) => one.version === version) }
    }),
  )
  const ids = new Set(drafts.map(({ id }) => id))
  const stored = await knowledge.faq(workspaceId)
  // One list for the whole run: what matches questions is made once for a list.
  const entries = [...drafts.flatMap(toEntry), ...stored.filter((one) => !ids.has(one.articleId))]
  return {
    graph: knowledge.graph,
    faq: () => entries,
    async search(of, question, limit) {
      const found = await knowledge.search(of, question, limit + ids.size)
      const others = found.filter(({ articleId }) => !ids.has(articleId))
      const words = new Set(tokens(question.text))
      const own = drafts
        .flatMap((draft) => toPassages(knowledge, draft))
        .filter(({ locale }) => locale === question.locale)
        .map((passage) => ({ passage, shared: share(words, passage) }))
        .filter(({ shared }) => shared > 0)
        .sort((one, other) => other.shared - one.shared)
        .slice(0, PASSAGES_MAX)
      return [...own.map(({ passage }) => passage), ...others].slice(0, limit)
    },
  }
}

function toEntry({ id: articleId, kind, key, told }: Drafted): FaqEntry[] {
  if (told === undefined || kind !== 'faq') return []
  const { version, title: question, phrasings, body: answer, locale, audience, tags } = told
  const { validFrom, validUntil } = told
  const words = { question, phrasings, answer, locale, audience, tags }
  return [{ articleId, version, key, ...words, validFrom, validUntil }]
}

function toPassages(
  { articles }: Pick<Knowledge, 'articles'>,
  { id: articleId, kind, told }: Drafted,
): Passage[] {
  if (told === undefined || told.audience !== 'everyone') return []
  const { version, title, locale, source, body, tags, phrasings, audience } = told
  const { validFrom, validUntil } = told
  const content = { title, locale, body, tags, phrasings, audience, validFrom, validUntil }
  const { passages } = articles.preview({ kind, ...content })
  return passages.map(({ heading, text }) => ({
    articleId,
    version,
    kind,
    title,
    locale,
    source,
    heading,
    text,
    audience,
    validUntil,
    score: 1,
    textScore: 0,
    similarity: null,
  }))
}

function share(words: ReadonlySet<string>, { title, heading, text }: Passage): number {
  const own = new Set(tokens(`${title} ${heading} ${text}`))
  let shared = 0
  for (const word of words) shared += own.has(word) ? 1 : 0
  return shared
}
