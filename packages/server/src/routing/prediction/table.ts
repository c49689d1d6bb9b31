import { type Effects, fitEffects, LOADS, type Observations } from './effects.ts'
import type { LearntOutcome } from './learnt-outcome.ts'

/** Agents by topics: how soon they reply, and how long they take. */
export interface Table {
  version: string
  trainedAt: number
  rows: number
  agentIds: readonly string[]
  topics: readonly string[]
  firstReply: Effects
  handle: Effects
}

export interface TableOptions {
  /** After so long an outcome counts half. */
  halfLifeMs: number
}

const HALF_LIFE_MS = 30 * 86_400_000

/**
 * Learns the table from outcomes: the second rung of the ladder. Deterministic; some 20 ms for
 * 100,000 outcomes.
 */
export function fitTable(
  outcomes: readonly LearntOutcome[],
  now: number,
  { halfLifeMs }: TableOptions = { halfLifeMs: HALF_LIFE_MS },
): Table {
  const agents = new Map<string, number>()
  const topics = new Map<string, number>([['', 0]])
  for (const { agentId, topic } of outcomes) {
    if (!agents.has(agentId)) agents.set(agentId, agents.size)
    if (!topics.has(topic)) topics.set(topic, topics.size)
  }

  function observe(kind: 'firstReply' | 'handle'): Observations {
    const rows = outcomes.filter((outcome) =>
      kind === 'firstReply' ? outcome.firstReplyMs > 0 : outcome.handleMs > 0,
    )
    return {
      agent: Int32Array.from(rows, ({ agentId }) => agents.get(agentId)!),
      topic: Int32Array.from(rows, ({ topic }) => topics.get(topic)!),
      load: Uint8Array.from(rows, ({ active }) => Math.min(LOADS - 1, active)),
      logMs: Float64Array.from(rows, (row) =>
        Math.log(kind === 'firstReply' ? row.firstReplyMs : row.handleMs),
      ),
      isCensored: Uint8Array.from(rows, (row) =>
        Number(kind === 'firstReply' ? row.isFirstReplyCensored : row.isHandleCensored),
      ),
      weight: Float64Array.from(rows, ({ assignedAt }) => 2 ** ((assignedAt - now) / halfLifeMs)),
    }
  }

  return {
    version: `table-${now}`,
    trainedAt: now,
    rows: outcomes.length,
    agentIds: [...agents.keys()],
    topics: [...topics.keys()],
    firstReply: fitEffects(observe('firstReply'), agents.size, topics.size),
    handle: fitEffects(observe('handle'), agents.size, topics.size),
  }
}
