import type { Storage } from '../../platform/storage/index.ts'
import type { GivenPromise } from '../wait-promise.ts'
import type { StoredCourse } from './records.ts'

/** Waits that calibrate promises after a start: what all buckets together remember. */
const WAITS_MAX = 4_800

/** What an earlier run remembered of the conversations that were not resolved. */
export async function recallCourses(
  { db }: Storage,
  workspaceId: string,
): Promise<ReadonlyMap<string, StoredCourse>> {
  const rows = await db
    .selectFrom('routingCourses')
    .select(['conversationId', 'courseJson'])
    .where('workspaceId', '=', workspaceId)
    .execute()
  return new Map(
    rows.map(({ conversationId, courseJson }) => [
      conversationId,
      JSON.parse(courseJson) as StoredCourse,
    ]),
  )
}

/** How the last promises held, the oldest first. */
export async function recallWaits(
  { db }: Storage,
  workspaceId: string,
): Promise<{ promise: GivenPromise; waitedMs: number; isCensored: boolean }[]> {
  const rows = await db
    .selectFrom('routingWaits')
    .select(['endedAt', 'isCensored', 'promiseJson'])
    .where('workspaceId', '=', workspaceId)
    .orderBy('endedAt', 'desc')
    .limit(WAITS_MAX)
    .execute()
  return rows.reverse().map(({ endedAt, isCensored, promiseJson }) => {
    const promise = JSON.parse(promiseJson) as GivenPromise
    const waitedMs = Math.max(1, endedAt - promise.at)
    return { promise, waitedMs, isCensored: isCensored === 1 }
  })
}
