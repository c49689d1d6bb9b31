import type { Predictor } from '../prediction/index.ts'
import type { AgentFacts, Need } from '../types.ts'

/** Somebody comes. Noises are on the log scale, drawn before anything is routed. */
export interface Arrival {
  at: number
  topic: number
  workNoise: number
  reactionNoise: number
  patienceMs: number
  /** In a replay: which of the remembered waits it is. */
  of?: number
}

/** Times in order, not overlapping. */
export type Spans = readonly { from: number; to: number }[]

/**
 * Days as a simulation lives through them: who comes, who is there, and how long things take. All
 * of it is settled before, so that every policy meets the same (common random numbers).
 */
export interface SimulatedWorld {
  start: number
  arrivals: readonly Arrival[]
  agents: readonly AgentFacts[]
  /** When an agent is there for new conversations. What is begun is finished afterwards. */
  shiftsOf(agent: number): Spans
  /** The time of which the occupancy is a share. */
  openMsOf(agent: number): number
  /** When nobody sits there, although the router believes so. */
  absencesOf(agent: number): Spans
  /** Until an agent who is there looks at it, with `active` others. */
  reactionMs(agent: number, arrival: Arrival, active: number): number
  /** Its work after that, in ms at full speed. */
  workMs(agent: number, arrival: Arrival, at: number): number
  /** How fast each conversation goes beside `active - 1` others; 1 alone. */
  speedOf(agent: number, active: number): number
  needOf(arrival: Arrival): Pick<Need, 'topic' | 'skills' | 'weight' | 'priority'>
  /** Knows what is true here; undefined where nobody does. */
  oracle: Predictor | undefined
}
