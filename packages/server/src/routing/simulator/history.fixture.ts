import { worldOf } from './assumed-world.ts'
import type { History } from './history.ts'
import { simulate } from './run.ts'
import { createTeam, drawDay, middle, type Scenario } from './world.ts'

const DAY_MS = 86_400_000

/** A small deployment that remembers days of `least-busy`; the last `days` of them are replayed. */
export function makeHistory(
  days: number,
  daysBefore: number,
  change: Partial<Scenario> = {},
): History {
  const scenario = { ...middle, agents: 20, topics: 5, ghostMs: 0, ...change }
  const team = createTeam(scenario, 5)
  const all = Array.from({ length: daysBefore + days }, (_, day) => drawDay(team, 5, day))
  const world = worldOf(team, all)
  const { waits, outcomes } = simulate(world, { settings: { policy: 'least-busy' } })
  const from = daysBefore * DAY_MS
  return {
    from,
    to: from + days * DAY_MS,
    waits: waits
      .filter(({ at }) => at >= from)
      .sort((a, b) => a.at - b.at)
      .map(({ of, at, waitMs, isAbandoned }) => ({
        conversationId: `chat-${of}`,
        topic: String(world.arrivals[of]?.topic),
        teamId: '',
        weight: 1,
        priority: 0,
        queuedAt: at,
        endedAt: at + waitMs,
        isCensored: isAbandoned,
      })),
    outcomes: outcomes.map(({ features: _, ...outcome }) => ({
      ...outcome,
      endedAt: outcome.assignedAt + outcome.firstReplyMs + outcome.handleMs,
    })),
    capacities: Object.fromEntries(team.agents.map(({ agentId }) => [agentId, scenario.slots])),
  }
}
