import { AuthorKind, encodeServerFrame } from '@parley/protocol'
import {
  assignedAgent,
  type Conversation,
  type ConversationEvent,
  type Message,
} from '../conversations/index.ts'
import type { GatewayContext } from './context.ts'
import type { InboxFeed } from './inbox-feed.ts'
import type { Session } from './session.ts'
import { encodeMessagePosted } from './to-wire.ts'

/**
 * Brings what happened to whoever takes part: the contact's pages, the assigned agent's consoles,
 * and the consoles that watch. Each frame is encoded once and its bytes are shared.
 */
export function createDelivery(context: GatewayContext, inbox: InboxFeed) {
  const { hub, facts, describe, ports } = context

  /** The agents' connections that hear of a conversation, each once. */
  function agentSessions(conversation: Conversation): Iterable<Session> {
    const assigned = assignedAgent(conversation.state)
    const watching = hub.watching.get(conversation.id)
    if (assigned === '') return watching
    return new Set([...hub.byAgent.get(assigned), ...watching])
  }

  function deliverMessage(message: Message, conversation: Conversation): void {
    const { conversationId, seq, content } = message
    const forAgents = encodeMessagePosted(message, 'agent')
    for (const session of agentSessions(conversation)) {
      session.outbox.offerDurable(forAgents, conversationId, seq)
    }
    const forContact = content.kind === 'note' ? encodeMessagePosted(message, 'contact') : forAgents
    for (const session of hub.byContact.get(conversation.contactId)) {
      session.outbox.offerDurable(forContact, conversationId, seq)
    }
    ports.observer.messagePosted()
  }

  async function deliverChange(conversation: Conversation, previousAgent: string): Promise<void> {
    const [[forAgents], [forContact]] = await Promise.all([
      describe([conversation], 'agent'),
      describe([conversation], 'contact'),
    ])
    const agentFrame = encodeServerFrame(0, {
      $case: 'conversationChanged',
      value: { conversation: forAgents },
    })
    const hearing = new Set(agentSessions(conversation))
    for (const session of hub.byAgent.get(previousAgent)) hearing.add(session)
    for (const session of hearing) session.outbox.offerTransient(agentFrame)
    const contactFrame = encodeServerFrame(0, {
      $case: 'conversationChanged',
      value: { conversation: forContact },
    })
    for (const session of hub.byContact.get(conversation.contactId)) {
      session.outbox.offerTransient(contactFrame)
    }
  }

  function deliverCursor(conversation: Conversation, side: 'contact' | 'agent'): void {
    const cursor = side === 'contact' ? conversation.contactCursor : conversation.agentCursor
    const frame = encodeServerFrame(0, {
      $case: 'cursorMoved',
      value: {
        conversationId: conversation.id,
        side: side === 'contact' ? AuthorKind.CONTACT : AuthorKind.AGENT,
        deliveredSeq: cursor.deliveredSeq,
        readSeq: cursor.readSeq,
      },
    })
    for (const session of agentSessions(conversation)) session.outbox.offerTransient(frame)
    for (const session of hub.byContact.get(conversation.contactId)) {
      session.outbox.offerTransient(frame)
    }
  }

  return (event: ConversationEvent): void => {
    const { conversation } = event
    facts.learn(conversation)
    inbox.changed(conversation)
    switch (event.type) {
      case 'message_posted':
        deliverMessage(event.message, conversation)
        return
      case 'conversation_changed':
        deliverChange(conversation, assignedAgent(event.previous)).catch((error) =>
          ports.observer.failed(error, 'deliver_change'),
        )
        return
      case 'cursor_moved':
        deliverCursor(conversation, event.side)
        return
    }
  }
}
