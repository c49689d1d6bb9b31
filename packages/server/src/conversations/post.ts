import { CLIENT_ID_LENGTH_MAX, Refusal, TEXT_LENGTH_MAX } from '@parley/protocol'
import type { Appended, ConversationPorts } from './ports.ts'
import type { Author, Content, ConversationStatus, Scope } from './types.ts'

export interface Post {
  scope: Scope
  conversationId: string
  clientId: string
  author: Author
  content: PostedContent
  /** Refuses with `conflict` when the conversation has another status by then. */
  whileStatus?: ConversationStatus
}

/** What people post. The caller of a file vouches that it stands on disk and is the author's. */
export type PostedContent = Exclude<Content, { kind: 'event' }>

/**
 * Posts one message: checks it, stores it, then tells whoever listens.
 *
 * Resolves after the commit, so the caller may ack. Posting the same `clientId` again returns the
 * first message and announces nothing: a retry after a lost ack is harmless.
 *
 * @throws {Refusal} `text_too_long`, `text_empty`, `bad_input`, `not_allowed` (a note by a
 * contact), `not_found`, `conflict` (`whileStatus`); nothing is stored.
 */
export async function post(ports: ConversationPorts, draft: Post): Promise<Appended> {
  checkClientId(draft.clientId)
  if (draft.content.kind !== 'file') checkText(draft.content.text)
  if (draft.content.kind === 'note' && draft.author.kind === 'contact') {
    throw new Refusal('not_allowed', 'Only agents write notes. Post a text.')
  }
  const appended = await ports.log.append({ ...draft, postedAt: ports.now() })
  if (appended === 'not_found') throw conversationNotFound()
  if (appended === 'too_late') {
    throw new Refusal('conflict', 'The conversation has another status now. Read it again.')
  }
  announce(ports, appended)
  return appended
}

export interface Start {
  workspaceId: string
  channelId: string
  contactId: string
  clientId: string
  content: Exclude<PostedContent, { kind: 'note' }>
}

/**
 * Opens a conversation with the contact's first message; it waits in the queue, unless the assistant
 * answers first.
 *
 * Resolves after the commit. The same `clientId` again returns the conversation of the first time.
 *
 * @throws {Refusal} as `post`, and `too_many_conversations`; nothing is stored.
 */
export async function start(ports: ConversationPorts, opening: Start): Promise<Appended> {
  checkClientId(opening.clientId)
  const { workspaceId, channelId, contactId, clientId, content } = opening
  if (content.kind === 'text') checkText(content.text)
  const postedAt = ports.now()
  const opened = await ports.log.open({
    conversationId: ports.newId(),
    workspaceId,
    channelId,
    contactId,
    state: ports.hasAssistant(workspaceId, channelId)
      ? { status: 'bot' }
      : { status: 'queued', queuedAt: postedAt },
    message: {
      clientId,
      author: { kind: 'contact', id: contactId, name: '' },
      content,
      postedAt,
    },
    openMax: ports.limits.openPerVisitorMax,
  })
  if (opened === 'too_many') {
    throw new Refusal(
      'too_many_conversations',
      `${ports.limits.openPerVisitorMax} conversations are open already, the most allowed. Continue one of them.`,
      { retryAfterMs: 60_000 },
    )
  }
  announce(ports, opened)
  return opened
}

export function conversationNotFound(): Refusal {
  return new Refusal('not_found', 'There is no such conversation, or it is not yours to see.')
}

/** Tells of what a commit stored, in the log's order. */
function announce(ports: ConversationPorts, appended: Appended): void {
  if (appended.repeated) return
  const { message, conversation, reopened } = appended
  ports.publish({ type: 'message_posted', message, conversation })
  if (reopened === undefined) return
  ports.publish({ type: 'message_posted', message: reopened, conversation })
  ports.publish({ type: 'conversation_changed', conversation, previous: { status: 'resolved' } })
}

function checkText(text: string): void {
  if (text.length > TEXT_LENGTH_MAX) {
    throw new Refusal(
      'text_too_long',
      `The text has ${text.length} characters; at most ${TEXT_LENGTH_MAX} are allowed. Send it in parts.`,
    )
  }
  if (text.trim() === '') throw new Refusal('text_empty', 'The text is empty. Write something.')
}

const clientIdPattern = new RegExp(`^[A-Za-z0-9_.-]{1,${CLIENT_ID_LENGTH_MAX}}$`)

/** @throws {Refusal} `bad_input` when it is none that a message may have. */
export function checkClientId(clientId: string): void {
  if (clientIdPattern.test(clientId)) return
  throw new Refusal(
    'bad_input',
    `The client_id must be 1 to ${CLIENT_ID_LENGTH_MAX} characters out of A-Z a-z 0-9 _ - . and unique per message.`,
  )
}
