import type { AgentFacts, Need } from './types.ts'

/** What conversation `id` needs, one way or another. */
export function needOf(id: number, pick: number, now: number): Need {
  return {
    conversationId: `c${id}`,
    contactId: `p${id % 3}`,
    channelId: 'web',
    topic: pick & 1 ? 'billing' : '',
    teamId: pick & 2 ? 'sales' : '',
    skills: pick & 4 ? { refunds: 2 } : {},
    languages: pick & 8 ? ['zh'] : [],
    weight: pick & 16 ? 2 : 1,
    priority: pick % 4,
    queuedAt: now,
    previousAgentIds: [],
    blockedAgentIds: pick === 7 ? ['a0'] : [],
    waitingSince: now,
    createdAt: now,
    isAnswered: false,
  }
}

/** An agent, one way or another. */
export function factsOf(agent: number, pick: number): AgentFacts {
  return {
    agentId: `a${agent}`,
    teamIds: pick & 1 ? ['sales'] : [],
    skills: pick & 2 ? { refunds: 3 } : {},
    languages: pick & 4 ? ['zh', 'en'] : ['en'],
    capacity: 1 + (pick % 4),
  }
}
