import type { TrainingData } from '../model/index.ts'
import { FEATURES, readTable, TABLE_LOGS } from './features.ts'
import type { LearntOutcome } from './learnt-outcome.ts'
import { censoringWeights } from './survival.ts'
import { fitTable, type Table } from './table.ts'
import { createTableReader, type Kind } from './table-reader.ts'

/** Outcomes of an earlier time give the table's features to those of a later one. */
const BLOCKS = 6
const HALF_LIFE_MS = 30 * 86_400_000
/** Shorter times are taken for this: nobody reads and answers faster. */
const LEAST_MS = 500

/**
 * Rows to train on. What the table knows of an agent is taken from earlier outcomes alone
 * (expanding window): from the same ones, the trees would learn to trust it too much. The first of
 * the blocks therefore gives no rows. `outcomes` are in the order of time.
 */
export function encodeOverTime(outcomes: readonly LearntOutcome[], now: number): EncodedOutcomes {
  const size = Math.ceil(outcomes.length / BLOCKS)
  const features = new Float32Array(outcomes.length * FEATURES.length)
  const isUsed = new Uint8Array(outcomes.length)
  for (let start = size; start < outcomes.length; start += size) {
    const table = fitTable(outcomes.slice(0, start), outcomes[start]!.assignedAt)
    encode(outcomes, start, Math.min(outcomes.length, start + size), table, features, isUsed)
  }
  return { outcomes, features, isUsed, now }
}

/** Rows that were not seen by the table. */
export function encodeBy(
  table: Table,
  outcomes: readonly LearntOutcome[],
  now: number,
): EncodedOutcomes {
  const features = new Float32Array(outcomes.length * FEATURES.length)
  const isUsed = new Uint8Array(outcomes.length)
  encode(outcomes, 0, outcomes.length, table, features, isUsed)
  return { outcomes, features, isUsed, now }
}

export interface EncodedOutcomes {
  outcomes: readonly LearntOutcome[]
  features: Float32Array
  isUsed: Uint8Array
  now: number
}

function encode(
  outcomes: readonly LearntOutcome[],
  from: number,
  to: number,
  table: Table,
  features: Float32Array,
  isUsed: Uint8Array,
): void {
  const reader = createTableReader(table)
  for (let index = from; index < to; index += 1) {
    const { agentId, topic, features: state } = outcomes[index]!
    // What was taken by hand has no state: nobody looked at the moment.
    if (state.length !== FEATURES.length) continue
    const offset = index * FEATURES.length
    features.set(state, offset)
    readTable(reader, reader.rowOf(agentId), reader.topicOf(topic), features, offset)
    isUsed[index] = 1
  }
}

/**
 * The rows of one target, which start from what the table expects. What was cut short weighs
 * nothing; those that ended stand for it.
 */
export function rowsOf(
  { outcomes, features, isUsed, now }: EncodedOutcomes,
  kind: Kind,
): TrainingData {
  const width = FEATURES.length
  const of = Int32Array.from(
    outcomes.keys().filter((index) => isUsed[index] === 1 && timeOf(outcomes[index]!, kind) > 0),
  )
  const values = new Float32Array(of.length * width)
  of.forEach((index, row) => {
    values.set(features.subarray(index * width, (index + 1) * width), row * width)
  })
  const pick = (value: (outcome: LearntOutcome) => number) =>
    Float32Array.from(of, (index) => value(outcomes[index]!))
  const labels = pick((outcome) => Math.max(LEAST_MS, timeOf(outcome, kind)))
  const isCut = pick((outcome) => Number(isCensored(outcome, kind)))
  const stands = censoringWeights(labels, isCut)
  return {
    columns: width,
    names: [...FEATURES],
    values,
    labels,
    weights: Float32Array.from(of, (index, row) => {
      const age = now - outcomes[index]!.assignedAt
      return stands[row]! * 2 ** (-age / HALF_LIFE_MS)
    }),
    margins: Float32Array.from(of, (_, row) => values[row * width + TABLE_LOGS[kind]]!),
  }
}

export function timeOf(outcome: LearntOutcome, kind: Kind): number {
  return kind === 'firstReply' ? outcome.firstReplyMs : outcome.handleMs
}

export function isCensored(outcome: LearntOutcome, kind: Kind): boolean {
  return kind === 'firstReply' ? outcome.isFirstReplyCensored : outcome.isHandleCensored
}
