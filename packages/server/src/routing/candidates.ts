import type { AgentPool } from './agent-pool.ts'
import type { Best } from './best.ts'
import type { Candidate } from './types.ts'

/** `first`, then the others from the best on. */
export function orderOf(best: Best, first: number, count: number): number[] {
  const others = [...best.agents.subarray(0, best.count)].filter((index) => index !== first)
  return [first, ...others].slice(0, count)
}

/** What a decision keeps of an agent. */
export function toCandidate(
  pool: AgentPool,
  agent: number,
  cost: number,
  firstReplyMs: number,
  handleMs: number,
  fairness: number,
): Candidate {
  return {
    agentId: pool.idOf(agent),
    firstReplyMs,
    handleMs,
    fairness,
    cost,
    used: pool.used[agent]!,
    capacity: pool.capacity[agent]!,
  }
}
