import { Refusal } from '@parley/protocol'
import type {
  Article,
  ArticleChange,
  ArticleKind,
  ArticlePage,
  ArticlePreview,
  ArticleRequest,
  ArticleSummary,
  ArticleVersion,
} from '@parley/protocol/rest/knowledge'
import { WriteConflict } from '../../platform/storage/index.ts'
import type { KnowledgePorts } from '../ports.ts'
import type { Author, Locale } from '../types.ts'
import { fromRow, toContent, toPassages } from './content.ts'
import { type ArticleRow, type Planned, planPublication, planVersion } from './writes.ts'

/** Articles of one workspace. */
const ARTICLES_MAX = 20_000
const PAGE_ARTICLES = 50

export interface ArticleFilter {
  kind?: ArticleKind | undefined
  locale?: Locale | undefined
  /** `draft`: nothing is told. `changed`: an older version is told than the newest. */
  status?: 'published' | 'draft' | 'changed' | undefined
  text?: string | undefined
  after?: string | undefined
}

/**
 * FAQ entries and documents with all their versions. Every change makes a version; visitors get the
 * published one. All refusals are `bad_input`, `not_found` or `conflict` and change nothing.
 */
export function createArticles(ports: KnowledgePorts) {
  const { db } = ports.storage

  async function mustFind(workspaceId: string, articleId: string): Promise<ArticleRow> {
    const row = await db
      .selectFrom('articles')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', articleId)
      .executeTakeFirst()
    if (row === undefined) throw new Refusal('not_found', 'There is no such article.')
    return row
  }

  async function mustFindVersion({ id, workspaceId }: ArticleRow, version: number) {
    const row = await db
      .selectFrom('articleVersions')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .where('articleId', '=', id)
      .where('version', '=', version)
      .executeTakeFirst()
    if (row === undefined) throw new Refusal('not_found', 'There is no such version.')
    return row
  }

  async function mustHaveRoom(workspaceId: string, more = 1): Promise<void> {
    const { count } = await db
      .selectFrom('articles')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('workspaceId', '=', workspaceId)
      .executeTakeFirstOrThrow()
    if (count + more <= ARTICLES_MAX) return
    throw new Refusal('conflict', `A workspace holds ${ARTICLES_MAX} articles. Remove some first.`)
  }

  /** Carries the steps out, all or none, and tells what is told now. */
  async function carryOut(workspaceId: string, steps: readonly Planned[]): Promise<void> {
    if (steps.length === 0) return
    try {
      await ports.storage.atomically(steps.flatMap(({ writes }) => writes))
    } catch (error) {
      if (error instanceof WriteConflict) throw changedMeanwhile()
      throw error
    }
    ports.announce({
      type: 'knowledge_changed',
      workspaceId,
      sources: steps.map(({ article }) => ({
        kind: 'article',
        id: article.id,
        version: article.publishedVersion,
      })),
    })
  }

  const rooms = {
    mustHaveRoom,
    carryOut,

    async find(workspaceId: string, articleId: string): Promise<Article> {
      const row = await mustFind(workspaceId, articleId)
      return toArticle(row, fromRow(await mustFindVersion(row, row.version)))
    },

    async list(workspaceId: string, filter: ArticleFilter): Promise<ArticlePage> {
      let query = db.selectFrom('articles').selectAll().where('workspaceId', '=', workspaceId)
      if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
      if (filter.locale !== undefined) query = query.where('locale', '=', filter.locale)
      if (filter.status === 'draft') query = query.where('publishedVersion', '=', 0)
      if (filter.status === 'published') query = query.where('publishedVersion', '>', 0)
      if (filter.status === 'changed') {
        query = query.where('publishedVersion', '>', 0).whereRef('publishedVersion', '<', 'version')
      }
      if (filter.text) {
        query = query.where('title', 'like', `%${filter.text}%`)
      }
      const [at, id] = (filter.after ?? '').split('.', 2)
      if (at && id) {
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('changedAt', 'id'), '<', tuple(Number(at), id)),
        )
      }
      const rows = await query
        .orderBy('changedAt', 'desc')
        .orderBy('id', 'desc')
        .limit(PAGE_ARTICLES + 1)
        .execute()
      const shown = rows.slice(0, PAGE_ARTICLES)
      const last = rows.length > PAGE_ARTICLES ? shown.at(-1) : undefined
      return {
        articles: shown.map(toSummary),
        cursor: last === undefined ? '' : `${last.changedAt}.${last.id}`,
      }
    },

    async versions(workspaceId: string, articleId: string): Promise<ArticleVersion[]> {
      await mustFind(workspaceId, articleId)
      const rows = await db
        .selectFrom('articleVersions')
        .selectAll()
        .where('workspaceId', '=', workspaceId)
        .where('articleId', '=', articleId)
        .orderBy('version', 'desc')
        .limit(200)
        .execute()
      return rows.map((row) => {
        const { version, source, agentId, createdAt } = row
        return { ...fromRow(row), version, source, agentId, createdAt }
      })
    },

    async create(author: Author, request: ArticleRequest): Promise<Article> {
      const content = toContent(request.kind, request)
      await mustHaveRoom(author.workspaceId)
      const key = request.key?.trim() ?? ''
      if (key !== '' && (await findByKey(author.workspaceId, request.kind, content.locale, key))) {
        throw new Refusal('conflict', `There is an article with the key "${key}". Change that one.`)
      }
      const planned = planVersion(ports, undefined, {
        ...author,
        kind: request.kind,
        key,
        content,
        source: '',
        isPublished: request.isPublished ?? false,
      })
      await carryOut(author.workspaceId, [planned])
      return toArticle(planned.article, content)
    },

    async change(author: Author, articleId: string, change: ArticleChange): Promise<Article> {
      const { version, isPublished = false, ...changed } = change
      const row = await mustFind(author.workspaceId, articleId)
      if (row.version !== version) throw changedMeanwhile()
      const kind = row.kind as ArticleKind
      const before = await mustFindVersion(row, version)
      const content = toContent(kind, { ...fromRow(before), ...changed })
      const { key, source } = row
      if (key !== '' && content.locale !== row.locale) {
        const other = await findByKey(author.workspaceId, kind, content.locale, key)
        if (other !== undefined) {
          throw new Refusal(
            'conflict',
            `There is an article with the key "${key}" in that language.`,
          )
        }
      }
      const planned = planVersion(ports, row, {
        ...author,
        kind,
        key,
        content,
        source,
        isPublished,
      })
      await carryOut(author.workspaceId, [planned])
      return toArticle(planned.article, content)
    },

    /** Publishes a version, which may be an older one; 0 withdraws the article. */
    async publish(author: Author, articleId: string, version: number): Promise<Article> {
      const row = await mustFind(author.workspaceId, articleId)
      const told = version === 0 ? undefined : await mustFindVersion(row, version)
      const planned = planPublication(
        ports,
        row,
        told && { version, content: fromRow(told), source: told.source },
      )
      await carryOut(author.workspaceId, [planned])
      const newest = told?.version === row.version ? told : await mustFindVersion(row, row.version)
      return toArticle(planned.article, fromRow(newest))
    },

    /** Removes the article with all its versions. */
    async remove(author: Author, articleId: string): Promise<void> {
      const row = await mustFind(author.workspaceId, articleId)
      const { article, writes } = planPublication(ports, row, undefined)
      await carryOut(author.workspaceId, [
        {
          article,
          writes: [
            ...writes,
            { query: db.deleteFrom('articleVersions').where('articleId', '=', articleId) },
            { query: db.deleteFrom('articles').where('id', '=', articleId) },
          ],
        },
      ])
    },

    /** What an article would become; stores nothing. */
    preview(request: ArticleRequest): ArticlePreview {
      const content = toContent(request.kind, request)
      const passages = toPassages(request.kind, content)
      return {
        body: content.body,
        passages: passages.slice(0, 200).map(({ heading, text }) => ({ heading, text })),
      }
    },
  }

  async function findByKey(workspaceId: string, kind: string, locale: string, key: string) {
    return db
      .selectFrom('articles')
      .select('id')
      .where('workspaceId', '=', workspaceId)
      .where('kind', '=', kind)
      .where('locale', '=', locale)
      .where('key', '=', key)
      .executeTakeFirst()
  }

  return rooms
}

export type Articles = ReturnType<typeof createArticles>

function toSummary(row: ArticleRow): ArticleSummary {
  return {
    id: row.id,
    kind: row.kind as ArticleKind,
    key: row.key,
    locale: row.locale as ArticleSummary['locale'],
    audience: row.audience as ArticleSummary['audience'],
    title: row.title,
    tags: JSON.parse(row.tagsJson),
    validFrom: row.validFrom,
    validUntil: row.validUntil,
    version: row.version,
    publishedVersion: row.publishedVersion,
    source: row.source,
    changedAt: row.changedAt,
  }
}

function toArticle(row: ArticleRow, { phrasings, body }: ReturnType<typeof fromRow>): Article {
  return { ...toSummary(row), phrasings, body, createdAt: row.createdAt }
}

function changedMeanwhile(): Refusal {
  return new Refusal('conflict', 'Somebody else has changed it. Load it again and repeat yours.')
}
