import { LRUCache } from 'lru-cache'
import type { Conversation, ConversationLog, Scope } from '../conversations/index.ts'

/** Conversations kept at hand, about 1 KB each. */
const CONVERSATIONS_MAX = 20_000

/**
 * How the conversations stood when last heard of: enough to say who may hear a keystroke, without
 * asking the storage for each.
 */
export function createConversationFacts(log: ConversationLog) {
  const known = new LRUCache<string, Conversation>({ max: CONVERSATIONS_MAX })
  return {
    /** Takes note of a newer state. */
    learn(conversation: Conversation): void {
      known.set(conversation.id, conversation)
    },

    async find(scope: Scope, conversationId: string): Promise<Conversation | undefined> {
      const held = known.get(conversationId)
      if (held !== undefined) {
        if (held.workspaceId !== scope.workspaceId) return undefined
        if (scope.contactId !== undefined && held.contactId !== scope.contactId) return undefined
        return held
      }
      const conversation = await log.find(scope, conversationId)
      // An event may have told a newer state meanwhile.
      if (conversation !== undefined && !known.has(conversationId)) {
        known.set(conversationId, conversation)
      }
      return conversation
    },
  }
}

export type ConversationFacts = ReturnType<typeof createConversationFacts>
