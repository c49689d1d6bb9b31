import type { AgentPool } from './agent-pool.ts'
import type { AgentFacts, Need } from './types.ts'

/** Whether the agent has the team, the skills and a language. Room and presence do not count here. */
function isEligible(agent: AgentFacts, need: GroupNeed): boolean {
  if (need.teamId !== '' && !agent.teamIds.includes(need.teamId)) return false
  for (const [skill, level] of Object.entries(need.skills)) {
    if ((agent.skills[skill] ?? 0) < level) return false
  }
  if (need.languages.length === 0) return true
  return need.languages.some((language) => agent.languages.includes(language))
}

/** What decides who may: conversations that are alike in it share one group. */
export type GroupNeed = Pick<Need, 'teamId' | 'skills' | 'languages'>

/** The agents who may, by index. */
export interface Group {
  key: string
  need: GroupNeed
  /** 1 for who may; as long as the pool was when it was last brought up to date. */
  mask: Uint8Array
}

/** Groups of conversations with the agents who may have them, kept up to date by agent. */
export function createGroups(pool: AgentPool) {
  const groups = new Map<string, Group>()

  function mark(group: Group, index: number): void {
    if (group.mask.length < pool.ready.length) {
      const mask = new Uint8Array(pool.ready.length)
      mask.set(group.mask)
      group.mask = mask
    }
    group.mask[index] = isEligible(pool.facts[index]!, group.need) ? 1 : 0
  }

  return {
    of({ teamId, skills, languages }: GroupNeed): Group {
      const key = JSON.stringify([teamId, Object.entries(skills).sort(), [...languages].sort()])
      const known = groups.get(key)
      if (known !== undefined) return known
      const need = { teamId, skills, languages }
      const group: Group = { key, need, mask: new Uint8Array(pool.ready.length) }
      for (let index = 0; index < pool.count; index += 1) mark(group, index)
      groups.set(key, group)
      return group
    },
    agentChanged(index: number): void {
      for (const group of groups.values()) mark(group, index)
    },
  }
}
