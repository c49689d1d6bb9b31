import type {
  ArticleContent,
  ArticleKind,
  BulkImport,
  ImportOutcome,
} from '@parley/protocol/rest/knowledge'
import type { KnowledgePorts } from '../ports.ts'
import type { Author, ImportedArticle } from '../types.ts'
import type { Articles } from './articles.ts'
import { fromRow, isSameContent, toContent } from './content.ts'
import { type Planned, planPublication, planVersion } from './writes.ts'

interface Imported {
  outcome: Exclude<ImportOutcome['outcome'], 'failed'>
  articleId: string
  planned: Planned | undefined
}

/**
 * Brings in articles, all or none: what is new is created, what differs gets a version, what is the
 * same stays. With `isPublished` the brought version is told afterwards, whether it is new or not.
 *
 * @throws {Refusal} `bad_input`, naming the entry, `conflict`
 */
export async function importArticles(
  ports: KnowledgePorts,
  articles: Articles,
  author: Author,
  kind: ArticleKind,
  imported: readonly ImportedArticle[],
  isPublished: boolean,
): Promise<{ totals: BulkImport; outcomes: Imported[] }> {
  const contents = imported.map(({ content }) => toContent(kind, content))
  const outcomes: Imported[] = []
  for (const [index, { key, source }] of imported.entries()) {
    const content = contents[index] as ArticleContent
    outcomes.push(await plan(ports, { author, kind, key, source, content, isPublished }))
  }
  const count = (wanted: string) => outcomes.filter(({ outcome }) => outcome === wanted).length
  const totals = {
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
  }
  if (totals.created > 0) await articles.mustHaveRoom(author.workspaceId, totals.created)
  await articles.carryOut(
    author.workspaceId,
    outcomes.flatMap(({ planned }) => planned ?? []),
  )
  return { totals, outcomes }
}

interface One {
  author: Author
  kind: ArticleKind
  key: string
  source: string
  content: ArticleContent
  isPublished: boolean
}

async function plan(ports: KnowledgePorts, one: One): Promise<Imported> {
  const { author, kind, key, content, source, isPublished } = one
  const { db } = ports.storage
  const fresh = { ...author, kind, key, content, source, isPublished }
  const known = await db
    .selectFrom('articles')
    .selectAll()
    .where('workspaceId', '=', author.workspaceId)
    .where('kind', '=', kind)
    .where('locale', '=', content.locale)
    .where('key', '=', key)
    .executeTakeFirst()
  if (known === undefined) {
    const planned = planVersion(ports, undefined, fresh)
    return { outcome: 'created', articleId: planned.article.id, planned }
  }
  const newest = await db
    .selectFrom('articleVersions')
    .selectAll()
    .where('articleId', '=', known.id)
    .where('version', '=', known.version)
    .executeTakeFirstOrThrow()
  if (!isSameContent(fromRow(newest), content)) {
    const planned = planVersion(ports, known, fresh)
    return { outcome: 'changed', articleId: known.id, planned }
  }
  if (isPublished && known.publishedVersion !== known.version) {
    const planned = planPublication(ports, known, { version: known.version, content, source })
    return { outcome: 'changed', articleId: known.id, planned }
  }
  return { outcome: 'unchanged', articleId: known.id, planned: undefined }
}
