import type { AgentPool } from '../agent-pool.ts'
import type { Need } from '../types.ts'
import { type Effects, LOADS } from './effects.ts'
import type { Moment, Part, Predicted, Predictor } from './predictor.ts'
import type { Table } from './table.ts'

/** The agent's own part of an outcome. */
export interface OwnEffects {
  agent: number
  agentTopic: number
  agentTopicWeight: number
}

/** The table laid out by the pool's indexes, so that a scan only multiplies and adds. */
export interface Scores extends Predictor {
  /** The expected time to the first reply plus `weight` of handling, before fairness. */
  readonly costs: (need: Need, weight: number) => CostColumns
  /** Mean log(cost) over the ready agents whom the mask admits; see the choice of the next. */
  meanLogCost(need: Need, mask: Uint8Array, weight: number, now: number): number
  own(kind: 'firstReply' | 'handle', agent: number, topic: string): OwnEffects
  /** Log of the expectation. */
  log(kind: 'firstReply' | 'handle', agent: number, topic: string, active: number): number
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
  size: number
}

const MEAN_AGE_MAX_MS = 60_000

/** Lays a table out for a pool. Agents whom it does not know count as average. */
export function createScores(table: Table, pool: AgentPool): Scores {
  const rowOf = new Map(table.agentIds.map((agentId, row) => [agentId, row]))
  const topicOf = new Map(table.topics.map((topic, index) => [topic, index]))
  const width = table.topics.length
  const means = new Map<string, { at: number; value: number }>()
  const loads = {
    firstReply: Float64Array.from(table.firstReply.load, Math.exp),
    handle: Float64Array.from(table.handle.load, Math.exp),
  }
  const weighted = new Map<number, Float64Array>()
  let laid: Laid = { firstReply: [], handle: [], size: 0 }

  function own(kind: 'firstReply' | 'handle', agent: number, topic: string): OwnEffects {
    const effects = table[kind]
    const row = rowOf.get(pool.idOf(agent))
    if (row === undefined) return { agent: 0, agentTopic: 0, agentTopicWeight: 0 }
    const cell = row * width + (topicOf.get(topic) ?? 0)
    return {
      agent: effects.agent[row]!,
      agentTopic: effects.agentTopic[cell]!,
      agentTopicWeight: effects.agentTopicWeight[cell]!,
    }
  }

  /** Times are skewed: the mean of a lognormal lies above its median. */
  function common(effects: Effects, topic: string): number {
    return effects.mean + (effects.topic[topicOf.get(topic) ?? 0] ?? 0) + effects.noise ** 2 / 2
  }

  function lay(): void {
    if (laid.size === pool.count) return
    const column = (kind: 'firstReply' | 'handle') =>
      table.topics.map((topic) =>
        Float32Array.from({ length: pool.count }, (_, agent) => {
          const { agent: general, agentTopic } = own(kind, agent, topic)
          return Math.exp(common(table[kind], topic) + general + agentTopic)
        }),
      )
    laid = { firstReply: column('firstReply'), handle: column('handle'), size: pool.count }
  }

  function weightedLoad(weight: number): Float64Array {
    let load = weighted.get(weight)
    if (load === undefined) {
      load = loads.handle.map((value) => weight * value)
      weighted.set(weight, load)
    }
    return load
  }

  function log(kind: 'firstReply' | 'handle', agent: number, topic: string, active: number) {
    const { agent: general, agentTopic } = own(kind, agent, topic)
    const load = table[kind].load[Math.min(LOADS - 1, active)]!
    return common(table[kind], topic) + general + agentTopic + load
  }

  function costs({ topic }: Need, weight: number): CostColumns {
    lay()
    const index = topicOf.get(topic) ?? 0
    return {
      firstReply: laid.firstReply[index]!,
      handle: laid.handle[index]!,
      firstReplyLoad: loads.firstReply,
      handleLoad: weightedLoad(weight),
    }
  }

  return {
    version: table.version,
    trainedAt: table.trainedAt,
    own,
    log,
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
      for (let k = 0; k < count; k += 1) {
        const agent = agents[k]!
        const active = moment.pool.active[agent]! + 1
        out.firstReplyMs[k] = Math.exp(log('firstReply', agent, topic, active))
        out.handleMs[k] = Math.exp(log('handle', agent, topic, active))
      }
    },
    explain({ topic }: Need, agent: number, { pool: { active } }: Moment): Part[] {
      const first = own('firstReply', agent, topic)
      const handle = own('handle', agent, topic)
      const level = Math.min(LOADS - 1, active[agent]! + 1)
      return [
        {
          what: 'topic',
          firstReply: common(table.firstReply, topic),
          handle: common(table.handle, topic),
        },
        { what: 'agent', firstReply: first.agent, handle: handle.agent },
        { what: 'agent_topic', firstReply: first.agentTopic, handle: handle.agentTopic },
        {
          what: 'active',
          firstReply: table.firstReply.load[level]!,
          handle: table.handle.load[level]!,
        },
      ]
    },
  }
}
