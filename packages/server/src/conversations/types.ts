/** Where a conversation stands. Each state carries what it needs, and nothing else. */
export type ConversationState =
  | { status: 'bot' }
  | { status: 'queued'; queuedAt: number }
  | { status: 'open'; agentId: string }
  | { status: 'snoozed'; agentId: string }
  | { status: 'resolved' }

export type ConversationStatus = ConversationState['status']

export type AuthorKind = 'contact' | 'agent' | 'assistant' | 'system'

/** Who posts. `name` is what the other side reads; a contact's is looked up, so it stays empty. */
export interface Author {
  kind: AuthorKind
  id: string
  name: string
}

export type EventType =
  | 'queued'
  | 'assigned'
  | 'released'
  | 'transferred'
  | 'resolved'
  | 'reopened'
  | 'returned'

/** An article that an answer rests on; `url` is empty when visitors can read it nowhere. */
export interface Citation {
  title: string
  url: string
  articleId: string
}

/** What the assistant says beside its words. */
export interface AnswerParts {
  /** In the order of the marks "[1]" in the text. */
  citations: Citation[]
  /** Questions that may come next. */
  suggestions: string[]
  /** What it offers when words are not enough. */
  offer?: 'person' | 'message_form'
}

export type FileKind = 'image' | 'audio' | 'video' | 'document' | 'other'

/** What a message tells of its file. The file stands on disk before the message does. */
export interface FileFacts {
  id: string
  name: string
  /** From the content, not from the name: "image/png". */
  mediaType: string
  /** In bytes. */
  size: number
  kind: FileKind
  /** Of an image as it is to be shown, in pixels; 0 when unknown. */
  width: number
  height: number
  hasPreview: boolean
}

export type Content =
  | { kind: 'text'; text: string; answer?: AnswerParts }
  | { kind: 'file'; file: FileFacts }
  | { kind: 'note'; text: string }
  | { kind: 'event'; type: EventType; agentId: string; agentName: string }

/** One entry of a conversation's log. `postedAt` is epoch milliseconds. */
export interface Message {
  conversationId: string
  seq: number
  clientId: string
  author: Author
  postedAt: number
  content: Content
}

/** The newest message that both sides read, cut for lists. */
export interface Preview {
  authorKind: AuthorKind
  /** Empty for a file. */
  text: string
  file?: { kind: FileKind; name: string }
  postedAt: number
}

/** How far one side's devices have received and its people have read. */
export interface Cursor {
  deliveredSeq: number
  readSeq: number
}

export interface Conversation {
  id: string
  workspaceId: string
  channelId: string
  contactId: string
  state: ConversationState
  createdAt: number
  /** When the newest message that is not an event was posted. */
  activeAt: number
  /** When the oldest unanswered message of the contact was posted; 0 when none waits. */
  waitingSince: number
  lastSeq: number
  preview: Preview
  contactCursor: Cursor
  agentCursor: Cursor
  unreadByContact: number
  unreadByAgents: number
  /** Grows with every change of state. */
  version: number
}

/** Whose view binds a step: a contact reaches its own conversations, an agent its workspace's. */
export interface Scope {
  workspaceId: string
  contactId?: string
}

/** What changed, told after the commit. `conversation` is how it stood at the end of that commit. */
export type ConversationEvent =
  | { type: 'message_posted'; message: Message; conversation: Conversation }
  | { type: 'conversation_changed'; conversation: Conversation; previous: ConversationState }
  | { type: 'cursor_moved'; conversation: Conversation; side: 'contact' | 'agent' }

export type InboxView = 'mine' | 'unassigned' | 'all' | 'resolved' | 'bot'
