import { type ClientBodyOf, Refusal, type ServerBody } from '@parley/protocol'
import { start } from '../conversations/index.ts'
import type { GatewayContext } from './context.ts'
import { claim } from './file-requests.ts'
import type { VisitorIdentity } from './ports.ts'
import type { Session } from './session.ts'
import { done } from './shared-requests.ts'

export async function answerStartConversation(
  context: GatewayContext,
  session: Session,
  visitor: VisitorIdentity,
  { clientId, text, file }: ClientBodyOf<'startConversation'>,
): Promise<ServerBody> {
  const { ports, describe } = context
  const { workspaceId, channelId, contactId } = visitor
  const claimed = file === undefined ? undefined : await claim(context, session, clientId)
  const content =
    claimed === undefined
      ? ({ kind: 'text', text: text?.text ?? '' } as const)
      : ({ kind: 'file', file: claimed.file } as const)
  const opening = { workspaceId, channelId, contactId, clientId, content }
  const { conversation, message, repeated } = await start(ports.conversations, opening).catch(
    async (error) => {
      // No message needs the file now. After any other failure one may stand, so it is kept.
      if (error instanceof Refusal && error.reason === 'too_many_conversations') {
        await claimed?.release()
      }
      throw error
    },
  )
  await claimed?.kept
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
