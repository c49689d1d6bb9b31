import {
  type ClientBodyOf,
  MESSAGE_PAGE_MAX,
  Refusal,
  type ServerBody,
  TYPING_TEXT_LENGTH_MAX,
} from '@parley/protocol'
import {
  type Appended,
  type Content,
  type Message,
  moveCursor,
  type Post,
  post,
} from '../conversations/index.ts'
import { authorOf, type GatewayContext, reach, scopeOf } from './context.ts'
import { claim } from './file-requests.ts'
import type { Session } from './session.ts'
import { toWireMessage } from './to-wire.ts'
import { deliverTyping } from './typing.ts'

/** Text that one page of history carries at most, in UTF-16 code units; one message always fits. */
const PAGE_TEXT_MAX = 40_000

export const done: ServerBody = { $case: 'done', value: {} }

export async function answerPost(
  context: GatewayContext,
  session: Session,
  { conversationId, clientId, content }: ClientBodyOf<'post'>,
): Promise<ServerBody> {
  if (content === undefined) {
    throw new Refusal('bad_frame', 'The post has no content that this server knows. Send a text.')
  }
  const scope = scopeOf(session)
  const draft = { scope, conversationId, clientId, author: authorOf(session) }
  if (content.$case === 'file') return toPosted(await postFile(context, session, draft))
  if (session.preparing !== undefined) await session.preparing
  const { $case: kind, value } = content
  const { conversations } = context.ports
  return toPosted(await post(conversations, { ...draft, content: { kind, text: value.text } }))
}

/**
 * Posts a file. It may have to be looked up first; what the connection posts behind it waits for
 * that, so that its order stays.
 */
async function postFile(
  context: GatewayContext,
  session: Session,
  draft: Omit<Post, 'content'>,
): Promise<Appended> {
  const before = session.preparing
  const { promise: preparing, resolve: handOn } = Promise.withResolvers<void>()
  session.preparing = preparing
  try {
    if (before !== undefined) await before
    // A file is handed out only to a message that may be posted: else nobody would forget it again.
    await reach(context, session, draft.conversationId)
    const { file, kept } = await claim(context, session, draft.clientId)
    const posting = post(context.ports.conversations, { ...draft, content: { kind: 'file', file } })
    handOn()
    const [appended] = await Promise.all([posting, kept])
    return appended
  } finally {
    handOn()
    if (session.preparing === preparing) session.preparing = undefined
  }
}

function toPosted({ message, repeated }: Appended): ServerBody {
  const { conversationId, clientId, seq, postedAt } = message
  return {
    $case: 'posted',
    value: { conversationId, clientId, seq, postedAt, isRepeated: repeated },
  }
}

export async function answerFetchMessages(
  context: GatewayContext,
  session: Session,
  { conversationId, range, limit }: ClientBodyOf<'fetchMessages'>,
): Promise<ServerBody> {
  if (limit < 1 || limit > MESSAGE_PAGE_MAX) {
    throw new Refusal('bad_input', `The limit is ${limit}; 1 to ${MESSAGE_PAGE_MAX} are allowed.`)
  }
  const conversation = await reach(context, session, conversationId)
  const { log } = context.ports.conversations
  const isForward = range?.$case === 'afterSeq'
  const read = isForward
    ? await log.readAfter(conversationId, range.value, limit)
    : await log.readBefore(conversationId, range?.value ?? 0, limit)
  const side = session.who.role === 'visitor' ? 'contact' : 'agent'
  const messages = fitting(read, isForward)
  const first = messages[0]?.seq ?? 1
  const last = messages.at(-1)?.seq ?? 0
  const lastSeq = Math.max(conversation.lastSeq, last)
  return {
    $case: 'messagePage',
    value: {
      conversationId,
      messages: messages.map((message) => toWireMessage(message, side)),
      hasMore: isForward ? messages.length > 0 && last < lastSeq : first > 1,
      lastSeq,
    },
  }
}

/** What a file's entry takes beside its name, roughly. */
const FILE_LENGTH = 200

function lengthOf(content: Content): number {
  switch (content.kind) {
    case 'text':
    case 'note':
      return content.text.length
    case 'file':
      return content.file.name.length + FILE_LENGTH
    case 'event':
      return 0
  }
}

/** The part of a page, from the end it was asked for, whose text fits one frame. */
function fitting(page: Message[], isForward: boolean): Message[] {
  let length = 0
  const entries = isForward ? page : page.toReversed()
  const end = entries.findIndex(({ content }, index) => {
    length += lengthOf(content)
    return index > 0 && length > PAGE_TEXT_MAX
  })
  if (end === -1) return page
  return isForward ? page.slice(0, end) : page.slice(page.length - end)
}

export async function answerMoveCursor(
  { ports }: GatewayContext,
  session: Session,
  { conversationId, deliveredSeq, readSeq }: ClientBodyOf<'moveCursor'>,
): Promise<ServerBody> {
  await moveCursor(ports.conversations, {
    scope: scopeOf(session),
    conversationId,
    side: session.who.role === 'visitor' ? 'contact' : 'agent',
    deliveredSeq,
    readSeq,
  })
  return done
}

export async function answerTyping(
  context: GatewayContext,
  session: Session,
  typing: ClientBodyOf<'typing'>,
): Promise<ServerBody> {
  const conversation = await reach(context, session, typing.conversationId)
  deliverTyping(context, session, conversation, {
    ...typing,
    text: typing.text.slice(0, TYPING_TEXT_LENGTH_MAX).toWellFormed(),
  })
  return done
}
