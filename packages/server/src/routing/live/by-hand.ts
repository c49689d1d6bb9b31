import type { Conversation, EventType } from '../../conversations/index.ts'
import type { Need, PolicyName } from '../types.ts'
import type { Records } from './records.ts'

/** What agents do by which somebody gets a conversation. */
export const byHandTypes: ReadonlySet<EventType> = new Set(['assigned', 'transferred', 'reopened'])

interface Taken {
  conversation: Conversation
  agentId: string
  byAgentId: string
  policy: PolicyName
}

/** Writes down that a person gave a conversation to somebody, or took it. */
export function recordByHand(
  records: Records,
  { conversation, agentId, byAgentId, policy }: Taken,
  need: Need | undefined,
  at: number,
): void {
  const { id, workspaceId, contactId } = conversation
  records.decision(workspaceId, { conversationId: id, contactId }, agentId, at, {
    policy,
    rule: 'by_hand',
    byAgentId,
    wasOffered: false,
    modelVersion: '',
    topicId: need?.topic ?? '',
    teamId: need?.teamId ?? '',
    priority: need?.priority ?? 0,
    waitedMs: need === undefined ? 0 : Math.max(0, at - need.queuedAt),
    candidates: [],
    consideredCount: 0,
    isReturning: false,
    passedOver: [],
    reasons: [],
    steppedDown: [],
  })
}
