import type { Storage } from '../../platform/storage/index.ts'
import { survivalAt } from '../prediction/index.ts'

/** The last waits tell; older ones are of other days. */
const WAITS = 1_000

/** How often the promised waits held. Who gave up waited at least so long. */
export async function coverageOf(
  { db }: Storage,
  workspaceId: string,
): Promise<{ promises: number; p50: number; p90: number }> {
  const rows = await db
    .selectFrom('routingWaits')
    .select(['queuedAt', 'endedAt', 'isCensored', 'promiseJson'])
    .where('workspaceId', '=', workspaceId)
    .orderBy('endedAt', 'desc')
    .limit(WAITS)
    .execute()
  const waits = rows.flatMap(({ endedAt, isCensored, promiseJson }) => {
    const promise = JSON.parse(promiseJson) as { at?: number; p50Ms?: number; p90Ms?: number }
    const { at, p50Ms, p90Ms } = promise
    if (at === undefined || !(Number(p50Ms) > 0) || !(Number(p90Ms) > 0)) return []
    return [{ waitMs: endedAt - at, isCensored: isCensored === 1, p50Ms, p90Ms }]
  })
  const held = (of: 'p50Ms' | 'p90Ms'): number =>
    waits.length === 0
      ? 0
      : 1 -
        survivalAt(
          waits.map((wait) => ({
            ratio: wait.waitMs / Number(wait[of]),
            isCensored: wait.isCensored,
          })),
          1,
        )
  return { promises: waits.length, p50: held('p50Ms'), p90: held('p90Ms') }
}
