import type { Conversation, ConversationState, Cursor, FileFacts, Message } from './types.ts'

/** Longest preview text in lists, in UTF-16 code units. */
const PREVIEW_LENGTH_MAX = 160

/**
 * The conversation after `message` joined its log: what every storage must show to whoever reads
 * after the commit, and must be able to make again from the messages.
 */
export function afterMessage(conversation: Conversation, message: Message): Conversation {
  const { content, author, seq, postedAt } = message
  const next = { ...conversation, lastSeq: seq }
  if (content.kind === 'event') return next
  next.activeAt = postedAt
  if (content.kind === 'note') return next
  next.preview =
    content.kind === 'text'
      ? { authorKind: author.kind, text: cut(content.text), postedAt }
      : { authorKind: author.kind, text: '', file: shown(content.file), postedAt }
  if (author.kind === 'contact') {
    next.unreadByAgents += 1
    if (next.waitingSince === 0) next.waitingSince = postedAt
  } else {
    next.unreadByContact += 1
    // Who was promised a person goes on waiting for one.
    if (author.kind !== 'assistant' || next.state.status === 'bot') next.waitingSince = 0
  }
  return next
}

/** The state that a contact's message leads to, or undefined when it stays as it is. */
export function stateAfterContactMessage(
  state: ConversationState,
  postedAt: number,
): ConversationState | undefined {
  switch (state.status) {
    case 'resolved':
      return { status: 'queued', queuedAt: postedAt }
    case 'snoozed':
      return { status: 'open', agentId: state.agentId }
    case 'bot':
    case 'queued':
    case 'open':
      return undefined
  }
}

/** The cursor moved forward, never back and never beyond `lastSeq`; undefined when it stays. */
export function forward(cursor: Cursor, move: Cursor, lastSeq: number): Cursor | undefined {
  const readSeq = Math.max(cursor.readSeq, Math.min(move.readSeq, lastSeq))
  // What was read was received.
  const deliveredSeq = Math.max(cursor.deliveredSeq, Math.min(move.deliveredSeq, lastSeq), readSeq)
  const stays = deliveredSeq === cursor.deliveredSeq && readSeq === cursor.readSeq
  return stays ? undefined : { deliveredSeq, readSeq }
}

function shown({ kind, name }: FileFacts) {
  return { kind, name }
}

function cut(text: string): string {
  if (text.length <= PREVIEW_LENGTH_MAX) return text
  // A surrogate pair must not be cut in half.
  const end = text.charCodeAt(PREVIEW_LENGTH_MAX - 1) & 0xfc00
  return text.slice(0, end === 0xd800 ? PREVIEW_LENGTH_MAX - 1 : PREVIEW_LENGTH_MAX)
}
