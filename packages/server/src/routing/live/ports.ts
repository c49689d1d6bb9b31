import type { Conversation, ConversationPorts } from '../../conversations/index.ts'
import type { Outside } from '../../platform/outside/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import type { Outcome, PolicyName, Rule, SlaClock } from '../types.ts'
import type { QueuePlace } from '../views.ts'

/** What routing brings to the consoles and pages of its workspace. */
export interface Deliver {
  offer(offer: { conversation: Conversation; agentId: string; expiresAt: number }): void
  withdraw(offer: { conversationId: string; agentId: string; end: OfferEndWord }): void
  place(contactId: string, conversationId: string, place: QueuePlace): void
  isThere(contactId: string): boolean
  /** What lists show of the conversation is something else now. */
  marked(workspaceId: string, conversationId: string): void
  boardChanged(workspaceId: string): void
}

export type OfferEndWord = 'accepted' | 'declined' | 'expired' | 'taken' | 'gone'

/** Something that others may want to know: figures today, calls to other systems later. */
export type RoutingNotice =
  | { type: 'assigned'; workspaceId: string; policy: PolicyName; rule: Rule; decisionMs: number }
  | { type: 'released'; workspaceId: string; because: string }
  | { type: 'offer_ended'; workspaceId: string; end: OfferEndWord }
  | { type: 'overflowed'; workspaceId: string; conversationId: string }
  | {
      type: 'sla_warned' | 'sla_breached'
      workspaceId: string
      conversationId: string
      clock: SlaClock
      dueAt: number
    }
  | { type: 'hook_failed'; workspaceId: string }
  | { type: 'wait_ended'; workspaceId: string; waitedMs: number; isCensored: boolean }
  | { type: 'step_refused'; workspaceId: string }

/** What a workspace's routing needs of the house. */
export interface LivePorts {
  storage: Storage
  conversations: Pick<ConversationPorts, 'log' | 'publish' | 'now' | 'newId' | 'hasAssistant'>
  outside: Outside
  deliver: Deliver
  setAway: (agentId: string) => void
  /** What became of an assignment, for those who learn from it. */
  observe: (workspaceId: string, outcome: Outcome, modelVersion: string) => void
  notice: (notice: RoutingNotice) => void
  failed: (error: unknown, reference: string) => void
}
