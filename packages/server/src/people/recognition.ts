import { createGather } from '../platform/gather/index.ts'
import type { PeoplePorts } from './ports.ts'
import { hashToken } from './tokens.ts'

/**
 * Finds visitors by their tokens. When very many come back at once, they share queries and writes.
 */
export function createVisitorRecognition(ports: PeoplePorts) {
  const { db } = ports.storage

  const findByHash = createGather(async (hashes: readonly string[]) => {
    const rows = await db
      .selectFrom('contacts')
      .select(['id', 'tokenHash', 'channelId'])
      .where('tokenHash', 'in', hashes)
      .execute()
    const found = new Map(rows.map((row) => [row.tokenHash, row]))
    return (hash) => found.get(hash)
  })

  const wasHere = createGather(async (ids: readonly string[]) => {
    await db.updateTable('contacts').set({ seenAt: ports.now() }).where('id', 'in', ids).execute()
    return () => undefined
  })

  /** The visitor whose token this is, on this channel; takes note that it was here. */
  return async (channelId: string, token: string): Promise<string | undefined> => {
    const row = await findByHash(hashToken(token))
    if (row?.channelId !== channelId) return undefined
    await wasHere(row.id)
    return row.id
  }
}
