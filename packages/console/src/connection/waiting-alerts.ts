import { AuthorKind, type Conversation } from '@parley/protocol'

/** After so long without an agent a conversation waits for somebody to take it. */
const SETTLED_MS = 1_500

export interface WaitingAlertsPorts {
  agentId: string
  /** The conversation as the console knows it. */
  find: (conversationId: string) => Conversation | undefined
  /** Whether a list has its row already. */
  listed: (conversationId: string) => Conversation | undefined
  alert: (conversation: Conversation) => void
}

/** Which conversations an agent should notice: new ones that nobody has, and those given to it. */
export function createWaitingAlerts({ agentId, find, listed, alert }: WaitingAlertsPorts) {
  return {
    /** What changed in the lists. */
    inLists(conversations: readonly Conversation[]): void {
      for (const conversation of conversations) {
        const { id, waitingSince, preview, lastSeq } = conversation
        const isWaiting = conversation.agentId === '' && waitingSince > 0
        const isNews = preview?.authorKind === AuthorKind.CONTACT
        const known = listed(id)
        if (!isWaiting || !isNews || (known !== undefined && known.lastSeq >= lastSeq)) continue
        // Routing may give it to somebody within a moment; then only that one is told.
        setTimeout(() => {
          if ((find(id) ?? conversation).agentId === '') alert(conversation)
        }, SETTLED_MS)
      }
    },

    /** A conversation that this agent may just have got; to be asked before it is learnt. */
    changed(conversation: Conversation): void {
      if (conversation.agentId !== agentId || conversation.waitingSince === 0) return
      if (find(conversation.id)?.agentId !== agentId) alert(conversation)
    },
  }
}
