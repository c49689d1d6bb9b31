import type { ClientBodyOf, ServerBody } from '@parley/protocol'
import { start } from '../conversations/index.ts'
import type { GatewayContext } from './context.ts'
import type { VisitorIdentity } from './ports.ts'
import { done, fileMissing } from './shared-requests.ts'

export async function answerStartConversation(
  { ports, describe }: GatewayContext,
  visitor: VisitorIdentity,
  { clientId, text, file }: ClientBodyOf<'startConversation'>,
): Promise<ServerBody> {
  const { workspaceId, channelId, contactId } = visitor
  if (file !== undefined) throw fileMissing()
  const { conversation, message, repeated } = await start(ports.conversations, {
    workspaceId,
    channelId,
    contactId,
    clientId,
    content: { kind: 'text', text: text?.text ?? '' },
  })
  const [described] = await describe([conversation], 'contact')
  return {
    $case: 'conversationStarted',
    value: {
      conversation: described,
      posted: {
        conversationId: conversation.id,
        clientId,
        seq: message.seq,
        postedAt: message.postedAt,
        isRepeated: repeated,
      },
    },
  }
}

export async function answerVisitPage(
  { ports }: GatewayContext,
  visitor: VisitorIdentity,
  page: ClientBodyOf<'visitPage'>,
): Promise<ServerBody> {
  await ports.people.recordPageVisit(visitor, page)
  return done
}

export async function answerIdentifyContact(
  { ports }: GatewayContext,
  visitor: VisitorIdentity,
  change: ClientBodyOf<'identifyContact'>,
): Promise<ServerBody> {
  await ports.people.identify(visitor, change)
  return done
}
