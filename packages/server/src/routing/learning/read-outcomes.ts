import { setImmediate } from 'node:timers/promises'
import type { Storage } from '../../platform/storage/index.ts'
import type { LearntOutcome } from '../prediction/index.ts'
import { createColumns, type OutcomeColumns } from './outcome-columns.ts'

/** Older outcomes tell of other times. */
const DAYS_MAX = 90
const ROWS_MAX = 100_000
const DAY_MS = 86_400_000
/** Rows that come at once: few enough that nobody waits for their passing. */
const PAGE_ROWS = 500

/** The newest outcomes of a workspace, the last 90 days' and 100,000 at most. */
export async function readOutcomes(
  { db }: Storage,
  workspaceId: string,
  now: number,
  signal: AbortSignal,
): Promise<OutcomeColumns> {
  const from = now - DAYS_MAX * DAY_MS
  const { count } = await db
    .selectFrom('routingOutcomes')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('assignedAt', '>=', from)
    .executeTakeFirstOrThrow()
  const rowsMax = Math.min(ROWS_MAX, count)
  const { columns, add } = createColumns(rowsMax)
  let before = { assignedAt: Number.MAX_SAFE_INTEGER, id: '' }
  while (columns.count < rowsMax) {
    signal.throwIfAborted()
    const rows = await db
      .selectFrom('routingOutcomes')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .where('assignedAt', '>=', from)
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('assignedAt', 'id'), '<', tuple(before.assignedAt, before.id)),
      )
      .orderBy('assignedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(Math.min(PAGE_ROWS, rowsMax - columns.count))
      .execute()
    for (const row of rows) add(toLearnt(row))
    const last = rows.at(-1)
    if (last === undefined) break
    before = last
    await setImmediate()
  }
  return columns
}

interface OutcomeRow {
  agentId: string
  topic: string
  assignedAt: number
  active: number
  firstReplyMs: number
  isFirstReplyCensored: number
  handleMs: number
  isHandleCensored: number
  features: Uint8Array
}

function toLearnt(row: OutcomeRow): LearntOutcome {
  return {
    ...row,
    isFirstReplyCensored: row.isFirstReplyCensored === 1,
    isHandleCensored: row.isHandleCensored === 1,
    features: new Float32Array(row.features.slice().buffer),
  }
}
