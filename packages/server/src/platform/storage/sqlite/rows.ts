import type {
  Author,
  AuthorKind,
  Content,
  Conversation,
  ConversationState,
  FileKind,
  Message,
  Preview,
} from '../../../conversations/index.ts'

/** A row of `conversations` as SQL names it, without the storage's own columns. */
export interface ConversationRow {
  id: string
  workspace_id: string
  channel_id: string
  contact_id: string
  status: string
  agent_id: string
  created_at: number
  active_at: number
  queued_at: number
  waiting_since: number
  last_seq: number
  preview_author_kind: string
  preview_text: string
  preview_file_kind: string
  preview_at: number
  contact_delivered_seq: number
  contact_read_seq: number
  agent_delivered_seq: number
  agent_read_seq: number
  unread_by_contact: number
  unread_by_agents: number
  version: number
}

/** The columns in the order of {@link conversationValues}. */
export const conversationColumns = [
  'id',
  'workspace_id',
  'channel_id',
  'contact_id',
  'status',
  'agent_id',
  'created_at',
  'active_at',
  'queued_at',
  'waiting_since',
  'last_seq',
  'preview_author_kind',
  'preview_text',
  'preview_file_kind',
  'preview_at',
  'contact_delivered_seq',
  'contact_read_seq',
  'agent_delivered_seq',
  'agent_read_seq',
  'unread_by_contact',
  'unread_by_agents',
  'version',
] as const satisfies (keyof ConversationRow)[]

export function conversationValues(conversation: Conversation): (string | number)[] {
  const { state, preview, contactCursor, agentCursor } = conversation
  return [
    conversation.id,
    conversation.workspaceId,
    conversation.channelId,
    conversation.contactId,
    state.status,
    'agentId' in state ? state.agentId : '',
    conversation.createdAt,
    conversation.activeAt,
    state.status === 'queued' ? state.queuedAt : 0,
    conversation.waitingSince,
    conversation.lastSeq,
    preview.authorKind,
    preview.file?.name ?? preview.text,
    preview.file?.kind ?? '',
    preview.postedAt,
    contactCursor.deliveredSeq,
    contactCursor.readSeq,
    agentCursor.deliveredSeq,
    agentCursor.readSeq,
    conversation.unreadByContact,
    conversation.unreadByAgents,
    conversation.version,
  ]
}

export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    channelId: row.channel_id,
    contactId: row.contact_id,
    state: toState(row),
    createdAt: row.created_at,
    activeAt: row.active_at,
    waitingSince: row.waiting_since,
    lastSeq: row.last_seq,
    preview: toPreview(row),
    contactCursor: { deliveredSeq: row.contact_delivered_seq, readSeq: row.contact_read_seq },
    agentCursor: { deliveredSeq: row.agent_delivered_seq, readSeq: row.agent_read_seq },
    unreadByContact: row.unread_by_contact,
    unreadByAgents: row.unread_by_agents,
    version: row.version,
  }
}

/** `preview_text` holds a file's name where `preview_file_kind` says that it is one. */
function toPreview(row: ConversationRow): Preview {
  const preview = { authorKind: row.preview_author_kind as AuthorKind, postedAt: row.preview_at }
  if (row.preview_file_kind === '') return { ...preview, text: row.preview_text }
  const kind = row.preview_file_kind as FileKind
  return { ...preview, text: '', file: { kind, name: row.preview_text } }
}

function toState(row: ConversationRow): ConversationState {
  const status = row.status as ConversationState['status']
  switch (status) {
    case 'queued':
      return { status, queuedAt: row.queued_at }
    case 'open':
    case 'snoozed':
      return { status, agentId: row.agent_id }
    case 'bot':
    case 'resolved':
      return { status }
  }
}

/** A row of `messages` as SQL names it. */
export interface MessageRow {
  seq: number
  client_id: string
  author_kind: string
  author_id: string
  author_name: string
  posted_at: number
  kind: string
  body: string
}

export const messageColumns =
  'seq, client_id, author_kind, author_id, author_name, posted_at, kind, body'

export function toMessage(conversationId: string, row: MessageRow): Message {
  const author: Author = {
    kind: row.author_kind as AuthorKind,
    id: row.author_id,
    name: row.author_name,
  }
  return {
    conversationId,
    seq: row.seq,
    clientId: row.client_id,
    author,
    postedAt: row.posted_at,
    content: toContent(row),
  }
}

/** The `kind` column of a text that has more than its words. */
const ANSWER = 'answer'

/** The `kind` column of a content. */
export function toKind(content: Content): string {
  return content.kind === 'text' && content.answer !== undefined ? ANSWER : content.kind
}

/** The content of a kind whose body {@link toBody} made. */
export function toContent(row: { kind: string; body: string }): Content {
  const kind = row.kind as Content['kind'] | typeof ANSWER
  switch (kind) {
    case ANSWER:
      return { kind: 'text', ...JSON.parse(row.body) }
    case 'text':
    case 'note':
      return { kind, text: row.body }
    case 'file':
      return { kind, file: JSON.parse(row.body) }
    case 'event':
      return { kind, ...JSON.parse(row.body) }
  }
}

/** The columns in the order of {@link messageColumns}. */
export function messageValues(message: Message): (string | number)[] {
  const { seq, clientId, author, postedAt, content } = message
  return [
    seq,
    clientId,
    author.kind,
    author.id,
    author.name,
    postedAt,
    toKind(content),
    toBody(content),
  ]
}

/** The `body` column of a content. */
export function toBody(content: Content): string {
  if (content.kind === 'file') return JSON.stringify(content.file)
  if (content.kind === 'note') return content.text
  if (content.kind === 'text' && content.answer === undefined) return content.text
  const { kind: _, ...rest } = content
  return JSON.stringify(rest)
}
