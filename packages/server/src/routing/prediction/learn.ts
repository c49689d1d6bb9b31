import {
  createTreePredictor,
  type Model,
  type TrainingData,
  type TrainingOptions,
  train,
} from '../model/index.ts'
import { FEATURES, TABLE_LOGS } from './features.ts'
import { compare, type Judged, judge } from './judge.ts'
import type { LearntOutcome } from './learnt-outcome.ts'
import { fitTable, type Table } from './table.ts'
import { createTableReader, type Kind } from './table-reader.ts'
import { type EncodedOutcomes, encodeBy, encodeOverTime, rowsOf } from './tree-rows.ts'
import type { TreeModels } from './trees.ts'

/** Rungs that learn from outcomes, and the one that does not. */
export type LearnedRung = 'least-busy' | 'table' | 'trees'

/** What a training found out. Plain data: it passes between threads. */
export interface Learned {
  rung: LearnedRung
  /** With fewer than needed, nothing is judged. */
  isTooFew: boolean
  table: Table | undefined
  trees: TreeModels | undefined
  rows: number
  heldOutRows: number
  censoredRows: number
  from: number
  to: number
  errors: HeldOut[]
}

/** A rung's error on held-out time. */
export interface HeldOut {
  kind: Kind
  rung: LearnedRung
  loss: number
  factor: number
  ratio: number
}

export type LearningStep = 'table' | 'first_reply' | 'handle' | 'judging'

/** With fewer, the agents' own part is noise: `least-busy` is as good. */
const TABLE_ROWS_MIN = 500
/** With fewer, trees have lost against the table wherever it was tried. */
const TREES_ROWS_MIN = 3_000
const HELD_OUT = 0.15
const KINDS: readonly Kind[] = ['firstReply', 'handle']

/** Chosen on seeds 1 to 6 of the simulator. */
const options: Partial<TrainingOptions> = {
  objective: 'reg:gamma',
  trees: 150,
  depth: 5,
  eta: 0.1,
  l2: 20,
  childWeightMin: 60,
  rowShare: 0.7,
  patience: 15,
}

/**
 * Learns every rung from outcomes and takes the highest of which each beat the one below on the
 * last of the time, which none of them had seen; then learns it again from all. Synchronous, some
 * seconds for 100,000 outcomes: a server calls it in a thread.
 */
export function learn(
  unsorted: readonly LearntOutcome[],
  now: number,
  onStep: (step: LearningStep, progress: number) => void = () => {},
): Learned {
  const outcomes = unsorted.toSorted((a, b) => a.assignedAt - b.assignedAt)
  const seenCount = Math.floor(outcomes.length * (1 - HELD_OUT))
  const seen = outcomes.slice(0, seenCount)
  const heldOut = outcomes.slice(seenCount)
  const learned: Learned = {
    rung: 'least-busy',
    isTooFew: outcomes.length < TABLE_ROWS_MIN,
    table: undefined,
    trees: undefined,
    rows: outcomes.length,
    heldOutRows: heldOut.length,
    censoredRows: outcomes.filter((one) => one.isFirstReplyCensored || one.isHandleCensored).length,
    from: outcomes[0]?.assignedAt ?? now,
    to: outcomes.at(-1)?.assignedAt ?? now,
    errors: [],
  }
  if (learned.isTooFew) return learned
  onStep('table', 0)
  const table = fitTable(seen, now)
  const judged = {
    base: both((kind) => judge(heldOut, kind, expected(table, heldOut, kind, false))),
    table: both((kind) => judge(heldOut, kind, expected(table, heldOut, kind, true))),
  }
  tell(learned, 'least-busy', judged.base)
  tell(learned, 'table', judged.table)
  const isTableBetter = compare(judged.base, judged.table).isBetter
  if (isTableBetter) learned.rung = 'table'
  learned.table = fitTable(outcomes, now)
  if (outcomes.length < TREES_ROWS_MIN) return learned

  const encoded = encodeOverTime(seen, now)
  const unseen = encodeBy(table, heldOut, now)
  const rounds: Partial<Record<Kind, number>> = {}
  const trees = both((kind, step) => {
    const data = rowsOf(encoded, kind)
    const model = grow(data, { ...options, holdOut: HELD_OUT }, (share) => onStep(step, share))
    rounds[kind] = model.forest.roots.length
    const otherwise = expected(table, heldOut, kind, true)
    return judge(heldOut, kind, predictAll(model, unseen, kind, otherwise))
  })
  tell(learned, 'trees', trees)
  onStep('judging', 0)
  if (!compare(isTableBetter ? judged.table : judged.base, trees).isBetter) return learned
  learned.rung = 'trees'
  const all = encodeOverTime(outcomes, now)
  const models = both((kind, step) => {
    const count = Math.max(1, rounds[kind] ?? 0)
    const again = { ...options, trees: count }
    return grow(rowsOf(all, kind), again, (share) => onStep(step, share))
  })
  learned.trees = {
    version: `trees-${now}`,
    trainedAt: now,
    ...models,
    output: 'factor_of_table',
  }
  return learned
}

function both<T>(of: (kind: Kind, step: LearningStep) => T): Record<Kind, T> {
  return { firstReply: of('firstReply', 'first_reply'), handle: of('handle', 'handle') }
}

function grow(
  data: TrainingData,
  chosen: Partial<TrainingOptions>,
  onShare: (share: number) => void,
): Model {
  return train(data, chosen, ({ trees, treesMax }) => onShare(trees / treesMax)).model
}

function tell({ errors }: Learned, rung: LearnedRung, judged: Record<Kind, Judged>): void {
  for (const kind of KINDS) {
    const { loss, factor, ratio } = judged[kind]
    errors.push({ kind, rung, loss, factor, ratio })
  }
}

/** What the table expects; without agents it is what everybody knows. */
function expected(
  table: Table,
  outcomes: readonly LearntOutcome[],
  kind: Kind,
  withAgents: boolean,
): Float64Array {
  const reader = createTableReader(table)
  return Float64Array.from(outcomes, ({ agentId, topic, active }) => {
    const row = withAgents ? reader.rowOf(agentId) : -1
    return Math.exp(reader.log(kind, row, reader.topicOf(topic), active))
  })
}

/** What trees on the table expect; what has no state is left to the table. */
function predictAll(
  model: Model,
  { outcomes, features, isUsed }: EncodedOutcomes,
  kind: Kind,
  otherwise: Float64Array,
): Float64Array {
  const predictor = createTreePredictor(model)
  return Float64Array.from(outcomes, (_, index) => {
    if (isUsed[index] === 0) return otherwise[index]!
    const offset = index * FEATURES.length
    return Math.exp(features[offset + TABLE_LOGS[kind]]!) * predictor.predict(features, offset)
  })
}
