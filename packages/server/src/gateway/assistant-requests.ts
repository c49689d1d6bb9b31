import type { ClientBodyOf, ServerBody } from '@parley/protocol'
import type { Conversation } from '../conversations/index.ts'
import { type GatewayContext, reach } from './context.ts'
import type { Session } from './session.ts'
import { done } from './shared-requests.ts'
import { encodeAnswerDrafted } from './to-wire.ts'

export async function answerAskForPerson(
  context: GatewayContext,
  session: Session,
  { conversationId }: ClientBodyOf<'askForPerson'>,
): Promise<ServerBody> {
  const conversation = await reach(context, session, conversationId)
  await context.ports.assistant.callPerson(conversation)
  return done
}

/** Shows a visitor who joins, or an agent who begins to watch, what the assistant is writing. */
export function offerDrafts(
  { ports }: GatewayContext,
  session: Session,
  watched?: Conversation,
): void {
  const { who } = session
  const contactId = who.role === 'visitor' ? who.contactId : watched?.contactId
  if (contactId === undefined) return
  for (const draft of ports.assistant.draftsOf(contactId)) {
    if (watched !== undefined && draft.conversationId !== watched.id) continue
    session.outbox.offerTransient(encodeAnswerDrafted(draft))
  }
}

export async function answerRateAnswer(
  context: GatewayContext,
  session: Session,
  { conversationId, seq, isHelpful }: ClientBodyOf<'rateAnswer'>,
): Promise<ServerBody> {
  const conversation = await reach(context, session, conversationId)
  await context.ports.assistant.rate(conversation, seq, isHelpful)
  return done
}
