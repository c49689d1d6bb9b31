import { createGather } from '../platform/gather/index.ts'
import type { PeoplePorts } from './ports.ts'

/**
 * Gives names by id; the anonymous and those that the workspace does not have are left out. Many
 * who ask at once share a query.
 */
export function createNames({ storage }: PeoplePorts, table: 'contacts' | 'agents') {
  const find = createGather(async (ids: readonly string[]) => {
    const rows = await storage.db
      // Both tables have these columns; the types of a choice of tables would not tell.
      .selectFrom(table as 'contacts')
      .select(['id', 'name', 'workspaceId'])
      .where('id', 'in', ids)
      .execute()
    const found = new Map(rows.map((row) => [row.id, row]))
    return (id) => found.get(id)
  })

  return async (workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> => {
    const rows = await Promise.all(ids.map(find))
    return new Map(
      rows.flatMap((row) =>
        row?.workspaceId === workspaceId && row.name !== '' ? [[row.id, row.name]] : [],
      ),
    )
  }
}
