import type { AssistantFigures } from '@parley/protocol/rest/assistant'
import { sql } from 'kysely'
import type { Storage } from '../../platform/storage/index.ts'

const DAY_MS = 86_400_000
/** Answers whose times are compared; the newest count. Everything else is counted whole. */
const TIMES_MAX = 20_000

/**
 * What the assistant did in the last `days` times 24 hours, up to `now` (epoch milliseconds). The
 * database counts, so it costs one pass over the workspace's answers, however many there are.
 */
export async function readFigures(
  db: Storage['db'],
  workspaceId: string,
  days: number,
  now: number,
): Promise<AssistantFigures> {
  const since = now - days * DAY_MS
  const counted = await db
    .selectFrom('answers')
    .select(['outcome', 'decidedBy', 'reason', 'isHelpful'])
    .select(sql<number>`cast((${now} - asked_at) / ${DAY_MS} as integer)`.as('daysAgo'))
    .select(({ fn }) => [
      fn.countAll<number>().as('count'),
      fn.sum<number>('costMicros').as('costMicros'),
    ])
    .where('workspaceId', '=', workspaceId)
    .where('askedAt', '>', since)
    .groupBy(['outcome', 'decidedBy', 'reason', 'isHelpful', 'daysAgo'])
    .execute()
  const timed = await db
    .selectFrom('answers')
    .select('firstTextMs')
    .where('workspaceId', '=', workspaceId)
    .where('askedAt', '>', since)
    .where('outcome', '=', 'answered')
    .orderBy('id', 'desc')
    .limit(TIMES_MAX)
    .execute()

  const missed = await db
    .selectFrom('answers')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('askedAt', '>', since)
    .where('decidedBy', '!=', 'cache')
    .where('stepsJson', 'like', '%"name":"cache"%')
    .executeTakeFirst()

  const figures: AssistantFigures = {
    questions: 0,
    answeredBy: {},
    cacheMisses: missed?.count ?? 0,
    handedOver: 0,
    handedOverFor: {},
    helpful: 0,
    notHelpful: 0,
    notHelpfulBy: {},
    costMicros: 0,
    firstTextMsP50: 0,
    firstTextMsP90: 0,
    days: Array.from({ length: days }, (_, at) => ({
      from: since + at * DAY_MS,
      answered: 0,
      handedOver: 0,
    })),
  }
  for (const { outcome, decidedBy, reason, isHelpful, daysAgo, count, costMicros } of counted) {
    const day = figures.days[days - 1 - Math.min(days - 1, Math.max(0, daysAgo))]
    figures.questions += count
    figures.costMicros += costMicros
    if (outcome === 'answered') {
      add(figures.answeredBy, decidedBy, count)
      if (day !== undefined && decidedBy !== 'sorry') day.answered += count
    }
    if (outcome === 'handed_over') {
      figures.handedOver += count
      add(figures.handedOverFor, reason, count)
      if (day !== undefined) day.handedOver += count
    }
    if (isHelpful === 1) figures.helpful += count
    if (isHelpful === 0) {
      figures.notHelpful += count
      add(figures.notHelpfulBy, decidedBy, count)
    }
  }
  const times = timed.map(({ firstTextMs }) => firstTextMs).sort((one, other) => one - other)
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? 0
  return { ...figures, firstTextMsP50: at(0.5), firstTextMsP90: at(0.9) }
}

function add(counts: Record<string, number>, name: string, count: number): void {
  counts[name] = (counts[name] ?? 0) + count
}
