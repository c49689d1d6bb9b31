import type { AgentPool } from '../agent-pool.ts'
import type { Need } from '../types.ts'

/** What is known in the moment of a decision, beside the agents. */
export interface Moment {
  now: number
  pool: AgentPool
  queueLength: number
}

export interface Predicted {
  firstReplyMs: Float64Array
  handleMs: Float64Array
}

/** A part of two predictions, on the scale of their logarithms. Parts add up. */
export interface Part {
  what: string
  firstReply: number
  handle: number
}

/**
 * Predicts how soon agents reply and how long they handle a conversation. Synchronous and quick:
 * about 30 agents in a fraction of a millisecond. May throw or give NaN: the ladder steps down.
 */
export interface Predictor {
  readonly version: string
  /** Epoch milliseconds. */
  readonly trainedAt: number
  /** Fills `out` for the first `count` of `agents`. */
  predict(need: Need, agents: Int32Array, count: number, moment: Moment, out: Predicted): void
  /** The parts of one agent's predictions; their sums are the logarithms of what is predicted. */
  explain(need: Need, agent: number, moment: Moment): Part[]
}
