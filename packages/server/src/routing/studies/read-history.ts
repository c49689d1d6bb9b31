import { setImmediate } from 'node:timers/promises'
import type { Storage } from '../../platform/storage/index.ts'
import type { History, RememberedOutcome, RememberedWait } from '../simulator/index.ts'

const DAY_MS = 86_400_000
/** Outcomes of so many days before are what the router knew. */
const KNOWN_DAYS = 30
const ROWS_MAX = 200_000
/** Rows that come at once: few enough that nobody waits for their passing. */
const PAGE_ROWS = 500

/** Thrown when the days hold more than can be replayed in bounded time. */
export class TooMuchHistory extends Error {
  override readonly name = 'TooMuchHistory'
}

/**
 * What a workspace remembers of its last days.
 *
 * @throws {TooMuchHistory}
 */
export async function readHistory(
  storage: Storage,
  workspaceId: string,
  { now, days, capacities }: { now: number; days: number; capacities: History['capacities'] },
  signal?: AbortSignal,
): Promise<History> {
  const from = now - days * DAY_MS
  return {
    from,
    to: now,
    waits: await readWaits(storage, workspaceId, from, now, signal),
    outcomes: await readOutcomes(storage, workspaceId, from - KNOWN_DAYS * DAY_MS, now, signal),
    capacities,
  }
}

async function readWaits(
  { db }: Storage,
  workspaceId: string,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<RememberedWait[]> {
  const waits: RememberedWait[] = []
  let last = { endedAt: from, id: '' }
  for (;;) {
    signal?.throwIfAborted()
    const rows = await db
      .selectFrom('routingWaits')
      .select([
        'id',
        'conversationId',
        'topic',
        'teamId',
        'weight',
        'priority',
        'queuedAt',
        'endedAt',
        'isCensored',
      ])
      .where('workspaceId', '=', workspaceId)
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('endedAt', 'id'), '>', tuple(last.endedAt, last.id)),
      )
      .orderBy('endedAt')
      .orderBy('id')
      .limit(PAGE_ROWS)
      .execute()
    for (const { id: _, isCensored, ...wait } of rows) {
      if (wait.queuedAt >= from && wait.queuedAt < to) {
        waits.push({ ...wait, isCensored: isCensored === 1 })
      }
    }
    const end = rows.at(-1)
    if (end === undefined) break
    if (waits.length > ROWS_MAX) throw new TooMuchHistory('too_long')
    last = end
    await setImmediate()
  }
  return waits.sort((a, b) => a.queuedAt - b.queuedAt)
}

async function readOutcomes(
  { db }: Storage,
  workspaceId: string,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<RememberedOutcome[]> {
  const outcomes: RememberedOutcome[] = []
  let last = { assignedAt: from, id: '' }
  for (;;) {
    signal?.throwIfAborted()
    const rows = await db
      .selectFrom('routingOutcomes')
      .select([
        'id',
        'conversationId',
        'agentId',
        'topic',
        'assignedAt',
        'endedAt',
        'active',
        'firstReplyMs',
        'isFirstReplyCensored',
        'handleMs',
        'isHandleCensored',
      ])
      .where('workspaceId', '=', workspaceId)
      .where('assignedAt', '<', to)
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('assignedAt', 'id'), '>', tuple(last.assignedAt, last.id)),
      )
      .orderBy('assignedAt')
      .orderBy('id')
      .limit(PAGE_ROWS)
      .execute()
    for (const { id: _, isFirstReplyCensored, isHandleCensored, ...outcome } of rows) {
      outcomes.push({
        ...outcome,
        isFirstReplyCensored: isFirstReplyCensored === 1,
        isHandleCensored: isHandleCensored === 1,
      })
    }
    const end = rows.at(-1)
    if (end === undefined) return outcomes
    if (outcomes.length > ROWS_MAX) throw new TooMuchHistory('too_long')
    last = end
    await setImmediate()
  }
}
