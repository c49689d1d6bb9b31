import {
  type ClientBodyOf,
  CONVERSATION_PAGE_MAX,
  InboxView,
  Presence,
  Refusal,
  type ServerBody,
} from '@parley/protocol'
import {
  type Change,
  change,
  conversationNotFound,
  type InboxView as NamedView,
} from '../conversations/index.ts'
import { offerDrafts } from './assistant-requests.ts'
import { authorOf, type GatewayContext, reach } from './context.ts'
import type { AgentIdentity } from './ports.ts'
import type { Session } from './session.ts'
import { done } from './shared-requests.ts'

/** Lists are counted up to here; a console shows "999+". */
const COUNT_MAX = 1_000

/** Earlier conversations of a contact that its details bring along. */
const EARLIER_MAX = 20

const views = new Map<number, NamedView>([
  [InboxView.MINE, 'mine'],
  [InboxView.UNASSIGNED, 'unassigned'],
  [InboxView.ALL, 'all'],
  [InboxView.RESOLVED, 'resolved'],
  [InboxView.BOT, 'bot'],
])

export async function answerListConversations(
  { ports, describe }: GatewayContext,
  { workspaceId, agentId }: AgentIdentity,
  { view, cursor, limit }: ClientBodyOf<'listConversations'>,
): Promise<ServerBody> {
  const named = views.get(view)
  if (named === undefined || limit < 1 || limit > CONVERSATION_PAGE_MAX) {
    throw new Refusal(
      'bad_input',
      `The view is ${view} and the limit ${limit}; views 1 to 5 and 1 to ${CONVERSATION_PAGE_MAX} conversations are allowed.`,
    )
  }
  const page = await ports.conversations.log.list({
    workspaceId,
    view: named,
    agentId,
    cursor,
    limit,
  })
  return {
    $case: 'conversationPage',
    value: {
      conversations: await describe(page.conversations, 'agent'),
      nextCursor: page.nextCursor,
    },
  }
}

export async function answerCountInbox(
  { ports }: GatewayContext,
  { workspaceId, agentId }: AgentIdentity,
): Promise<ServerBody> {
  const counts = await ports.conversations.log.count(workspaceId, agentId, COUNT_MAX)
  return { $case: 'inboxCounts', value: counts }
}

export async function answerFetchConversation(
  { ports, hub, describe }: GatewayContext,
  { workspaceId }: AgentIdentity,
  { conversationId }: ClientBodyOf<'fetchConversation'>,
): Promise<ServerBody> {
  const { log } = ports.conversations
  const conversation = await log.find({ workspaceId }, conversationId)
  if (conversation === undefined) throw conversationNotFound()
  const { contactId } = conversation
  const [details, all] = await Promise.all([
    ports.people.contactDetails(workspaceId, contactId),
    log.ofContact(contactId, EARLIER_MAX + 1),
  ])
  const [described, ...earlier] = await describe(
    [conversation, ...all.filter(({ id }) => id !== conversationId).slice(0, EARLIER_MAX)],
    'agent',
  )
  return {
    $case: 'conversationDetails',
    value: {
      conversation: described,
      contact: details && { ...details.contact, isOnline: hub.byContact.has(contactId) },
      pageVisits: details?.pageVisits ?? [],
      earlier,
    },
  }
}

export async function answerChangeConversation(
  context: GatewayContext,
  session: Session,
  { workspaceId }: AgentIdentity,
  { conversationId, change: wanted }: ClientBodyOf<'changeConversation'>,
): Promise<ServerBody> {
  const { ports } = context
  let step: Change
  switch (wanted?.$case) {
    case undefined:
      throw new Refusal('bad_frame', 'The change is of a kind that this server does not know.')
    case 'transfer': {
      const to = await ports.people.findAgent(workspaceId, wanted.value.agentId)
      if (to === undefined) {
        throw new Refusal('not_found', 'There is no such agent, or the account is not active.')
      }
      step = { type: 'transfer', to }
      break
    }
    case 'take':
    case 'release':
    case 'resolve':
    case 'reopen':
      step = { type: wanted.$case }
      break
    case 'handBack': {
      const conversation = await reach(context, session, conversationId)
      if (!ports.conversations.hasAssistant(workspaceId, conversation.channelId)) {
        throw new Refusal('conflict', 'No assistant answers in this channel. Switch one on first.')
      }
      step = { type: 'hand_back' }
      break
    }
  }
  await change(ports.conversations, { workspaceId }, conversationId, authorOf(session), step)
  return done
}

export async function answerWatch(
  context: GatewayContext,
  session: Session,
  { conversationId, isWatching }: ClientBodyOf<'watch'>,
): Promise<ServerBody> {
  const { watching } = context.hub
  if (!isWatching) {
    session.unwatch(conversationId)
    watching.delete(conversationId, session)
    return done
  }
  const conversation = await reach(context, session, conversationId)
  if (session.isClosed) return done
  const letGo = session.watch(conversationId)
  watching.add(conversationId, session)
  if (letGo !== undefined) watching.delete(letGo, session)
  offerDrafts(context, session, conversation)
  return done
}

export async function answerSetPresence(
  { ports }: GatewayContext,
  agent: AgentIdentity,
  { presence }: ClientBodyOf<'setPresence'>,
): Promise<ServerBody> {
  if (presence !== Presence.ONLINE && presence !== Presence.AWAY) {
    throw new Refusal('bad_input', 'Choose online or away. To be offline, disconnect.')
  }
  await ports.presence.choose(agent, presence)
  return done
}
