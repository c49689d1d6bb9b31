import { createTreePredictor, type Model } from '../model/index.ts'
import type { Need } from '../types.ts'
import { FEATURES, readState, readTable, TABLE_LOGS } from './features.ts'
import type { Moment, Part, Predicted, Predictor } from './predictor.ts'
import type { Scores } from './scores.ts'
import type { Kind } from './table-reader.ts'

/** Two models that predict together. */
export interface TreeModels {
  version: string
  /** Epoch milliseconds. */
  trainedAt: number
  firstReply: Model
  handle: Model
  /** What the models' outputs are: milliseconds, or factors of what the table expects. */
  output: 'ms' | 'factor_of_table'
}

/** Predictions keep to what has been seen: trees cannot know of more. */
const LEAST_MS = 500
const MOST_MS = 12 * 3_600_000

/**
 * The exact rung: trees on the state of the moment and on what the table knows. Without a table its
 * features are missing; undefined where the models need one.
 */
export function createTrees(models: TreeModels, scores: Scores | undefined): Predictor | undefined {
  if (scores === undefined && models.output === 'factor_of_table') return undefined
  const row = new Float32Array(FEATURES.length)
  const predictors = {
    firstReply: createTreePredictor(models.firstReply),
    handle: createTreePredictor(models.handle),
  }
  const isFactor = models.output === 'factor_of_table'

  function read(agent: number, topic: number, moment: Moment): void {
    row.fill(Number.NaN)
    readState(agent, moment, row)
    if (scores !== undefined) readTable(scores.reader, scores.rowOf(agent), topic, row)
  }

  const topicOf = ({ topic }: Need): number => scores?.reader.topicOf(topic) ?? 0

  function timeMs(kind: Kind): number {
    const base = isFactor ? Math.exp(row[TABLE_LOGS[kind]]!) : 1
    const ms = base * predictors[kind].predict(row)
    // NaN passes: the ladder must see it.
    return ms < LEAST_MS ? LEAST_MS : ms > MOST_MS ? MOST_MS : ms
  }

  return {
    version: models.version,
    trainedAt: models.trainedAt,
    predict(need: Need, agents: Int32Array, count: number, moment: Moment, out: Predicted) {
      const index = topicOf(need)
      for (let k = 0; k < count; k += 1) {
        read(agents[k]!, index, moment)
        out.firstReplyMs[k] = timeMs('firstReply')
        out.handleMs[k] = timeMs('handle')
      }
    },
    explain(need: Need, agent: number, moment: Moment): Part[] {
      const parts = new Map<string, Part>()
      const add = (what: string, kind: Kind, amount: number): void => {
        const part = parts.get(what) ?? { what, firstReply: 0, handle: 0 }
        part[kind] += amount
        parts.set(what, part)
      }
      if (isFactor && scores !== undefined)
        for (const part of scores.explain(need, agent, moment)) parts.set(part.what, part)
      read(agent, topicOf(need), moment)
      for (const kind of ['firstReply', 'handle'] as const) {
        const moved = new Float64Array(FEATURES.length + 1)
        predictors[kind].contributions(row, 0, moved)
        // Of a model without a log link, what it adds is told relative to the whole.
        const isLog = LOG_LINKED.has(models[kind].objective)
        const scale = isLog ? 1 : 1 / Math.max(LEAST_MS, timeMs(kind))
        moved.forEach((amount, feature) => {
          add(PARTS[FEATURES[feature] ?? ''] ?? FEATURES[feature] ?? 'topic', kind, amount * scale)
        })
      }
      return [...parts.values()].filter(
        ({ firstReply, handle }) => firstReply !== 0 || handle !== 0,
      )
    },
  }
}

const LOG_LINKED = new Set(['count:poisson', 'reg:gamma', 'reg:tweedie', 'survival:aft'])

/** What the table's features tell is told of the agent, as the table itself tells it. */
const PARTS: Readonly<Record<string, string>> = {
  table_first_reply: 'agent',
  table_handle: 'agent',
  agent_first_reply: 'agent',
  agent_handle: 'agent',
  agent_topic_handle: 'agent_topic',
  agent_topic_weight: 'agent_topic',
}
