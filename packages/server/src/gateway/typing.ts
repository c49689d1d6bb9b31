import { type ClientBodyOf, encodeServerFrame } from '@parley/protocol'
import { assignedAgent, type Conversation } from '../conversations/index.ts'
import { authorOf, type GatewayContext } from './context.ts'
import type { Session } from './session.ts'
import { wireAuthorKind } from './to-wire.ts'

/**
 * Tells the others of a conversation that somebody types. Agents see what a visitor has typed when
 * the workspace allows it; nobody sees what an agent has.
 */
export function deliverTyping(
  { hub, ports }: GatewayContext,
  from: Session,
  conversation: Conversation,
  { isTyping, text }: ClientBodyOf<'typing'>,
): void {
  const { id: conversationId, workspaceId, contactId } = conversation
  const author = authorOf(from)
  const isPreviewed = author.kind === 'contact' && ports.people.isTypingPreviewOn(workspaceId)
  const frame = encodeServerFrame(0, {
    $case: 'typingChanged',
    value: {
      conversationId,
      authorKind: wireAuthorKind(author.kind),
      authorId: author.id,
      authorName: author.name,
      isTyping,
      text: isPreviewed && isTyping ? text : '',
    },
  })
  const hearing = new Set<Session>(hub.watching.get(conversationId))
  for (const session of hub.byAgent.get(assignedAgent(conversation.state))) hearing.add(session)
  if (author.kind === 'agent') {
    for (const session of hub.byContact.get(contactId)) hearing.add(session)
  }
  hearing.delete(from)
  for (const session of hearing) session.outbox.offerTransient(frame)
}
