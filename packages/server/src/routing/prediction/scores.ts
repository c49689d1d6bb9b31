import type { AgentPool } from '../agent-pool.ts'
import type { Need } from '../types.ts'
import type { Moment, Part, Predicted, Predictor } from './predictor.ts'
import type { Table } from './table.ts'
import { createTableReader, type Kind, type TableReader } from './table-reader.ts'

/** The table laid out by the pool's indexes, so that a scan only multiplies and adds. */
export interface Scores extends Predictor {
  /** The expected time to the first reply plus `weight` of handling, before fairness. */
  readonly costs: (need: Need, weight: number) => CostColumns
  /** Mean log(cost) over the ready agents whom the mask admits; see the choice of the next. */
  meanLogCost(need: Need, mask: Uint8Array, weight: number, now: number): number
  readonly reader: TableReader
  /** The table's row of the pool's agent; -1 when it does not know the agent. */
  rowOf(agent: number): number
}

/** Cost of agent `i` with `n` conversations: `firstReply[i] * firstReplyLoad[n] + handle[i] * …`. */
export interface CostColumns {
  firstReply: Float32Array
  handle: Float32Array
  firstReplyLoad: Float64Array
  handleLoad: Float64Array
}

interface Laid {
  firstReply: Float32Array[]
  handle: Float32Array[]
  rows: Int32Array
  size: number
}

const MEAN_AGE_MAX_MS = 60_000

/** Lays a table out for a pool. Agents whom it does not know count as average. */
export function createScores(table: Table, pool: AgentPool): Scores {
  const reader = createTableReader(table)
  const means = new Map<string, { at: number; value: number }>()
  const loads = {
    firstReply: Float64Array.from(table.firstReply.load, Math.exp),
    handle: Float64Array.from(table.handle.load, Math.exp),
  }
  const weighted = new Map<number, Float64Array>()
  const columns = new Map<string, CostColumns>()
  let laid: Laid = { firstReply: [], handle: [], rows: new Int32Array(0), size: 0 }

  function lay(): Laid {
    if (laid.size === pool.count) return laid
    const rows = Int32Array.from({ length: pool.count }, (_, agent) =>
      reader.rowOf(pool.idOf(agent)),
    )
    const column = (kind: Kind) =>
      table.topics.map((_, topic) =>
        Float32Array.from(rows, (row) =>
          Math.exp(
            reader.common(kind, topic) +
              reader.agent(kind, row) +
              reader.agentTopic(kind, row, topic),
          ),
        ),
      )
    columns.clear()
    laid = { firstReply: column('firstReply'), handle: column('handle'), rows, size: pool.count }
    return laid
  }

  function weightedLoad(weight: number): Float64Array {
    let load = weighted.get(weight)
    if (load === undefined) {
      load = loads.handle.map((value) => weight * value)
      weighted.set(weight, load)
    }
    return load
  }

  function costs({ topic }: Need, weight: number): CostColumns {
    const { firstReply, handle } = lay()
    const index = reader.topicOf(topic)
    const key = `${index} ${weight}`
    let found = columns.get(key)
    if (found === undefined) {
      found = {
        firstReply: firstReply[index]!,
        handle: handle[index]!,
        firstReplyLoad: loads.firstReply,
        handleLoad: weightedLoad(weight),
      }
      columns.set(key, found)
    }
    return found
  }

  return {
    version: table.version,
    trainedAt: table.trainedAt,
    reader,
    rowOf: (agent) => lay().rows[agent]!,
    costs,
    meanLogCost(need, mask, weight, now) {
      // The load is the same on both sides of the comparison, so that it is left out.
      const key = `${need.topic}\n${need.teamId}\n${Object.keys(need.skills).join()}`
      const known = means.get(key)
      if (known !== undefined && now - known.at < MEAN_AGE_MAX_MS) return known.value
      const { firstReply, handle } = costs(need, weight)
      let sum = 0
      let count = 0
      for (let agent = 0; agent < pool.count; agent += 1) {
        if (pool.ready[agent] === 0 || mask[agent] !== 1) continue
        sum += Math.log(firstReply[agent]! + weight * handle[agent]!)
        count += 1
      }
      const value = count === 0 ? 0 : sum / count
      if (means.size > 10_000) means.clear()
      means.set(key, { at: now, value })
      return value
    },
    predict({ topic }: Need, agents: Int32Array, count: number, moment: Moment, out: Predicted) {
      const index = reader.topicOf(topic)
      const { rows } = lay()
      for (let k = 0; k < count; k += 1) {
        const row = rows[agents[k]!]!
        const active = moment.pool.active[agents[k]!]! + 1
        out.firstReplyMs[k] = Math.exp(reader.log('firstReply', row, index, active))
        out.handleMs[k] = Math.exp(reader.log('handle', row, index, active))
      }
    },
    explain({ topic }: Need, agent: number, { pool: { active } }: Moment): Part[] {
      const row = lay().rows[agent]!
      const index = reader.topicOf(topic)
      const part = (what: string, of: (kind: Kind) => number): Part => ({
        what,
        firstReply: of('firstReply'),
        handle: of('handle'),
      })
      return [
        part('topic', (kind) => reader.common(kind, index)),
        part('agent', (kind) => reader.agent(kind, row)),
        part('agent_topic', (kind) => reader.agentTopic(kind, row, index)),
        part('active', (kind) => reader.load(kind, active[agent]! + 1)),
      ]
    },
  }
}
