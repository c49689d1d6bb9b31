import type { KnowledgePorts } from '../ports.ts'
import { createShelf } from '../shelf.ts'
import type { FaqEntry } from '../types.ts'

/** Entries kept in memory, of all workspaces together; 1 to 2 KB each. */
const ENTRIES_MAX = 50_000
/** Published entries of one workspace that are told; the newest, should there be more. */
const WORKSPACE_ENTRIES_MAX = 10_000

/**
 * The published FAQ entries of each workspace. A list never changes; after a change there is
 * another one.
 */
export function createFaqShelf({ storage }: KnowledgePorts) {
  return createShelf<readonly FaqEntry[]>(load, ({ length }) => length, ENTRIES_MAX)

  async function load(workspaceId: string): Promise<readonly FaqEntry[]> {
    const rows = await storage.db
      .selectFrom('articles as head')
      .innerJoin('articleVersions as told', (join) =>
        join
          .onRef('told.articleId', '=', 'head.id')
          .onRef('told.version', '=', 'head.publishedVersion'),
      )
      .selectAll('told')
      .select('head.key')
      .where('head.workspaceId', '=', workspaceId)
      .where('head.kind', '=', 'faq')
      .orderBy('head.id', 'desc')
      .limit(WORKSPACE_ENTRIES_MAX)
      .execute()
    return rows.map((row) => ({
      articleId: row.articleId,
      version: row.version,
      key: row.key,
      question: row.title,
      phrasings: JSON.parse(row.phrasingsJson),
      answer: row.body,
      locale: row.locale as FaqEntry['locale'],
      audience: row.audience as FaqEntry['audience'],
      tags: JSON.parse(row.tagsJson),
      validFrom: row.validFrom,
      validUntil: row.validUntil,
    }))
  }
}
