import type {
  Author,
  Content,
  Conversation,
  ConversationEvent,
  ConversationState,
  ConversationStatus,
  InboxView,
  Message,
  Scope,
} from './types.ts'

/** A message on its way into the log. `clientId` is unique per author and conversation. */
export interface Draft {
  scope: Scope
  conversationId: string
  clientId: string
  author: Author
  content: Content
  postedAt: number
  /** Stores nothing when the conversation has another status by then. */
  whileStatus?: ConversationStatus
}

export interface Appended {
  message: Message
  conversation: Conversation
  /** The `clientId` was stored before: `message` is the first one, and nothing was written. */
  repeated: boolean
  /** The message brought a resolved conversation back; this event stands after it in the log. */
  reopened?: Message
}

/** A conversation that opens with its contact's first message. */
export interface Opening {
  conversationId: string
  workspaceId: string
  channelId: string
  contactId: string
  state: ConversationState
  message: Omit<Draft, 'scope' | 'conversationId'>
  /** Refuses when the contact already has this many conversations that are not resolved. */
  openMax: number
}

/** A step of the lifecycle with the event that tells of it. */
export interface StateChange {
  scope: Scope
  conversationId: string
  /** The version that the decision was based on; another one stores nothing. */
  version: number
  state: ConversationState
  author: Author
  event: Extract<Content, { kind: 'event' }>
  changedAt: number
  /** Set by who owns the queue: nothing is stored once somebody else does; see `takeOver`. */
  epoch?: number
}

export interface CursorMove {
  scope: Scope
  conversationId: string
  side: 'contact' | 'agent'
  deliveredSeq: number
  readSeq: number
}

/**
 * The durable log: one gapless sequence 1, 2, 3… per conversation, and the conversations' state.
 *
 * Every step resolves when its commit is on disk, so a caller may ack at once, and rejects with
 * the storage's own error when nothing was stored. Steps on one conversation are stored in the
 * order of the calls; nothing is promised across conversations. What lies outside the scope is
 * answered as if it did not exist.
 *
 * Every implementation must pass `describeConversationLog` in `conversation-log.conformance.ts`.
 */
export interface ConversationLog {
  /**
   * Stores a conversation with its first message. The same contact and `clientId` again bring back
   * the conversation of the first time, marked `repeated`.
   */
  open(opening: Opening): Promise<Appended | 'too_many'>

  /**
   * Stores the draft and gives it the next `seq`. A `clientId` seen before stores nothing, nor does
   * a draft that is `too_late` for the status it was meant for. A contact's message reopens a resolved or snoozed conversation in the same commit.
   */
  append(draft: Draft): Promise<Appended | 'not_found' | 'too_late'>

  /** Compare-and-set on `version` (and `epoch`): stores the new state and its event, or nothing. */
  change(change: StateChange): Promise<Appended | 'not_found' | 'conflict'>

  /**
   * Makes the caller the one owner of a workspace's queue: steps under an earlier epoch are refused
   * as a conflict from now on. Epochs grow, over restarts too.
   */
  takeOver(workspaceId: string): Promise<number>

  /** Moves a side's cursor forward, never back and never beyond the log. */
  moveCursor(
    move: CursorMove,
  ): Promise<{ conversation: Conversation; moved: boolean } | 'not_found'>

  find(scope: Scope, conversationId: string): Promise<Conversation | undefined>

  /** Messages with `seq > after`, ascending, at most `limit`. */
  readAfter(conversationId: string, after: number, limit: number): Promise<Message[]>

  /** The last messages with `seq < before`, ascending, at most `limit`. 0 reads from the end. */
  readBefore(conversationId: string, before: number, limit: number): Promise<Message[]>

  /** A contact's conversations, newest first. */
  ofContact(contactId: string, limit: number): Promise<Conversation[]>

  /** One page of a list and the cursor of the next; see InboxView for the order. */
  list(query: ListQuery): Promise<{ conversations: Conversation[]; nextCursor: string }>

  /** How many each list holds, counted up to `max`. */
  count(workspaceId: string, agentId: string, max: number): Promise<InboxCounts>
}

export interface ListQuery {
  workspaceId: string
  view: InboxView
  agentId: string
  /** From the page before; empty for the first. */
  cursor: string
  limit: number
}

export interface InboxCounts {
  mine: number
  unassigned: number
  all: number
  bot: number
}

export interface ConversationPorts {
  log: ConversationLog
  /** Hands an event to whoever listens. Never waits, never throws. */
  publish: (event: ConversationEvent) => void
  /** Epoch milliseconds. */
  now: () => number
  newId: () => string
  /** Whether the assistant is the first to answer what comes through a channel. Answers at once. */
  hasAssistant: (workspaceId: string, channelId: string) => boolean
  limits: { openPerVisitorMax: number }
}
