import { toAgentFacts, toSettings, type WorkspaceFacts } from '../facts/index.ts'
import type { Today } from './ports.ts'

/**
 * How a workspace routes, as a simulation goes by it. Where a hook or people decide, the policy
 * that stands in for them does.
 */
export function todayOf(facts: WorkspaceFacts): Today {
  const { policy, hookFallback, handleWeight, fairness, occupancyMs, windowSize, ...settings } =
    toSettings(facts)
  const isPlain = policy !== 'hook' && policy !== 'manual'
  return {
    settings: {
      policy: isPlain ? policy : policy === 'hook' ? hookFallback : 'least-busy',
      handleWeight,
      fairness,
      occupancyMs,
      windowSize,
      passedOverMax: settings.passedOverMax,
      headStartMs: settings.headStartMs,
    },
    slaFirstReplyMs: settings.sla.firstReplyMs,
    timeZone: facts.settings.hours?.timeZone ?? 'UTC',
    capacities: Object.fromEntries(
      facts.agents.map((agent) => [agent.agentId, toAgentFacts(facts, agent).capacity]),
    ),
  }
}
