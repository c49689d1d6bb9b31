import { createTableReader, fitTable, type Table } from '../prediction/index.ts'
import type { History, RememberedOutcome } from './history.ts'

/** How a deployment's conversations go, as its history tells. */
export interface Measured {
  /** What is true in the replayed days: who reacts and works how fast. */
  truth: Table
  /** What the router knew before: learnt from other outcomes than the truth. */
  known: Table
  /** Of conversations that ended: log of the handling time over what was expected. */
  workNoise: ReadonlyMap<string, number>
  reactionNoise: ReadonlyMap<string, number>
  /** Mean patience; Infinity where nobody gave up. */
  patienceMs: number
}

/** With fewer outcomes from before, every other one of the days themselves is known instead. */
const KNOWN_ROWS_MIN = 500

/** Measures a history. What the router knows and what is true never rest on the same outcomes. */
export function measure({ from, to, waits, outcomes }: History): Measured {
  const before = outcomes.filter(({ assignedAt }) => assignedAt < from)
  const during = outcomes.filter(({ assignedAt }) => assignedAt >= from && assignedAt < to)
  const isApart = before.length >= KNOWN_ROWS_MIN
  const truth = fitTable(toRows(isApart ? during : during.filter((_, row) => row % 2 === 0)), to)
  const known = fitTable(toRows(isApart ? before : during.filter((_, row) => row % 2 === 1)), from)
  const reader = createTableReader(truth)
  const workNoise = new Map<string, number>()
  const reactionNoise = new Map<string, number>()
  for (const outcome of during) {
    const row = reader.rowOf(outcome.agentId)
    const topic = reader.topicOf(outcome.topic)
    const expected = (kind: 'firstReply' | 'handle') => reader.log(kind, row, topic, outcome.active)
    if (outcome.handleMs > 0 && !outcome.isHandleCensored) {
      workNoise.set(outcome.conversationId, Math.log(outcome.handleMs) - expected('handle'))
    }
    if (outcome.firstReplyMs > 0 && !outcome.isFirstReplyCensored) {
      reactionNoise.set(
        outcome.conversationId,
        Math.log(outcome.firstReplyMs) - expected('firstReply'),
      )
    }
  }
  const waited = waits.reduce((sum, { queuedAt, endedAt }) => sum + endedAt - queuedAt, 0)
  const gaveUp = waits.filter(({ isCensored }) => isCensored).length
  const patienceMs = gaveUp === 0 ? Number.POSITIVE_INFINITY : waited / gaveUp
  return { truth, known, workNoise, reactionNoise, patienceMs }
}

function toRows(outcomes: readonly RememberedOutcome[]) {
  const features = new Float32Array(0)
  return outcomes.map((outcome) => ({ ...outcome, features }))
}
