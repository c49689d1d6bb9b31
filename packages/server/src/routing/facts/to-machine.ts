import type { RoutingAgent } from '@parley/protocol/rest/routing-facts'
import { alwaysOpen, type Calendar } from '../hours.ts'
import { defaultSettings, type RoutingSettings } from '../settings.ts'
import type { AgentFacts } from '../types.ts'
import { toCalendar } from './opening-hours.ts'
import type { WorkspaceFacts } from './read.ts'

/** The settings of the machine, out of what the workspace chose. */
export function toSettings({ settings, teams }: WorkspaceFacts): RoutingSettings {
  const { hook, hours, headStartMs, sla, ...chosen } = settings
  const [ordinary = 0, raised = 0, high = 0, urgent = 0] = headStartMs
  const calendars: Record<string, Calendar> = {
    '': hours === null ? alwaysOpen : toCalendar(hours),
  }
  const overflow: Record<string, { afterMs: number; toTeamId: string }> = {}
  for (const team of teams) {
    if (team.hours !== null) calendars[team.id] = toCalendar(team.hours)
    if (team.overflow !== null) overflow[team.id] = team.overflow
  }
  return {
    ...defaultSettings,
    ...chosen,
    hookTimeoutMs: hook.timeoutMs,
    hookFallback: hook.fallback,
    headStartMs: [ordinary, raised, high, urgent],
    sla,
    overflow,
    hours: calendars,
  }
}

/** An agent as the machine knows it. */
export function toAgentFacts({ settings }: WorkspaceFacts, agent: RoutingAgent): AgentFacts {
  return {
    agentId: agent.agentId,
    teamIds: agent.teamIds,
    skills: Object.fromEntries(agent.skills.map(({ skillId, level }) => [skillId, level])),
    languages: agent.languages,
    capacity: agent.capacity ?? settings.capacityDefault,
  }
}
