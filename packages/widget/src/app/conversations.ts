import {
  AuthorKind,
  type Conversation,
  ConversationStatus,
  FileKind,
  type Message,
  type ServerBodyOf,
} from '@parley/protocol'

/** The visitor's conversations, latest activity first. A list is never altered: a change makes a new one. */
export type Conversations = readonly Conversation[]

/** Takes the newer state of a conversation in, and passes an older one over. */
export function withConversation(list: Conversations, next: Conversation): Conversations {
  const known = list.find(({ id }) => id === next.id)
  if (known === undefined) return sorted([next, ...list])
  if (next.version < known.version) return list
  return withChange(list, next.id, () => ({
    ...next,
    // What follows the log may be ahead here of what was pushed.
    ...(next.lastSeq < known.lastSeq ? logPart(known) : {}),
    ...cursorPart(known, next),
  }))
}

/** Takes a posted message in: its preview, and that it is unread when another side wrote it. */
export function withMessage(list: Conversations, message: Message): Conversations {
  const { conversationId, seq, authorKind, content, postedAt } = message
  return withChange(list, conversationId, (one) => {
    if (seq <= one.lastSeq) return one
    if (content?.$case !== 'text' && content?.$case !== 'file') return { ...one, lastSeq: seq }
    const said =
      content.$case === 'text'
        ? { text: content.value.text, fileKind: FileKind.UNSPECIFIED, fileName: '' }
        : { text: '', fileKind: content.value.kind, fileName: content.value.name }
    const preview = { authorKind, ...said, postedAt }
    const unreadCount = one.unreadCount + (authorKind === AuthorKind.CONTACT ? 0 : 1)
    return { ...one, lastSeq: seq, activeAt: postedAt, preview, unreadCount }
  })
}

/** Moves a side's cursors; the visitor's own may have been moved by another tab. */
export function withCursor(
  list: Conversations,
  { conversationId, side, deliveredSeq, readSeq }: ServerBodyOf<'cursorMoved'>,
): Conversations {
  return withChange(list, conversationId, (one) =>
    side === AuthorKind.AGENT
      ? { ...one, agentDeliveredSeq: deliveredSeq, agentReadSeq: readSeq }
      : {
          ...one,
          contactDeliveredSeq: deliveredSeq,
          contactReadSeq: readSeq,
          unreadCount: readSeq >= one.lastSeq ? 0 : one.unreadCount,
        },
  )
}

/** Everything in the conversation was in front of the visitor's eyes. */
export function withAllRead(list: Conversations, id: string): Conversations {
  return withChange(list, id, (one) =>
    one.unreadCount === 0 && one.contactReadSeq === one.lastSeq
      ? one
      : { ...one, unreadCount: 0, contactReadSeq: one.lastSeq },
  )
}

/** Messages that the visitor has not read, in all conversations. */
export function unreadIn(list: Conversations): number {
  return list.reduce((sum, { unreadCount }) => sum + unreadCount, 0)
}

/** The assistant answers in it. */
export function isWithAssistant({ status }: Conversation): boolean {
  return status === ConversationStatus.BOT
}

/** Whether the conversation has come to its end, for now. */
export function isResolved(conversation: Conversation | undefined): boolean {
  return conversation?.status === ConversationStatus.RESOLVED
}

function withChange(
  list: Conversations,
  id: string,
  change: (conversation: Conversation) => Conversation,
): Conversations {
  const changed = list.map((one) => (one.id === id ? change(one) : one))
  return changed.every((one, index) => one === list[index]) ? list : sorted(changed)
}

function sorted(list: Conversations): Conversations {
  return list.toSorted((one, other) => other.activeAt - one.activeAt)
}

function logPart({ lastSeq, preview, activeAt, unreadCount }: Conversation) {
  return { lastSeq, preview, activeAt, unreadCount }
}

/** Cursors only grow, whichever news of them comes last. */
function cursorPart(one: Conversation, other: Conversation) {
  const higher = (key: keyof Conversation) => Math.max(Number(one[key]), Number(other[key]))
  return {
    agentDeliveredSeq: higher('agentDeliveredSeq'),
    agentReadSeq: higher('agentReadSeq'),
    contactDeliveredSeq: higher('contactDeliveredSeq'),
    contactReadSeq: higher('contactReadSeq'),
  }
}
