import type { Generated, Kysely, Selectable } from 'kysely'
import type { AssistantSchema } from './assistant-schema.ts'
import type { EnginesSchema } from './engines-schema.ts'
import type { KnowledgeSchema } from './knowledge-schema.ts'
import type { LearningSchema } from './learning-schema.ts'
import type { PrivacySchema } from './privacy-schema.ts'
import type { RoutingModelSchema } from './routing-model-schema.ts'
import type { RoutingSchema } from './routing-schema.ts'

/**
 * The tables, as code sees them: camelCase here, snake_case in SQL. Times are epoch milliseconds,
 * booleans are 0 and 1, `…Json` columns hold JSON text, `…Hash` columns hold hex digests.
 */
export interface Schema
  extends AssistantSchema,
    EnginesSchema,
    LearningSchema,
    KnowledgeSchema,
    PrivacySchema,
    RoutingSchema,
    RoutingModelSchema {
  workspaces: WorkspaceTable
  channels: ChannelTable
  agents: AgentTable
  sessions: SessionTable
  invites: InviteTable
  channelSecrets: ChannelSecretTable
  contacts: ContactTable
  pageVisits: PageVisitTable
  conversations: ConversationTable
  messages: MessageTable
}

export interface WorkspaceTable {
  id: string
  name: string
  isTypingPreviewOn: number
  createdAt: number
}

export interface ChannelTable {
  id: string
  workspaceId: string
  kind: string
  name: string
  settingsJson: string
  createdAt: number
}

export interface ChannelSecretTable {
  id: string
  workspaceId: string
  channelId: string
  sealedSecret: string
  createdAt: number
}

export interface AgentTable {
  id: string
  workspaceId: string
  /** Lower case; unique on the deployment, so that it alone signs in. */
  email: string
  name: string
  role: string
  passwordHash: string
  locale: string
  isActive: number
  /** What the agent last chose: online or away. */
  chosenPresence: string
  createdAt: number
}

export interface SessionTable {
  tokenHash: string
  agentId: string
  createdAt: number
  expiresAt: number
}

export interface InviteTable {
  id: string
  workspaceId: string
  tokenHash: string
  /** Empty: whoever has the link chooses. */
  email: string
  role: string
  createdAt: number
  expiresAt: number
  acceptedAt: number | null
}

export interface ContactTable {
  id: string
  workspaceId: string
  channelId: string
  tokenHash: string
  name: string
  email: string
  phone: string
  locale: string
  userAgent: string
  attributesJson: string
  createdAt: number
  seenAt: number
  /** Who the page's server has signed that this is; empty when it never did. */
  signedId: Generated<string>
  /** Lower case. */
  signedEmail: Generated<string>
  /** Until when that proves something. */
  signedUntil: Generated<number>
}

export interface PageVisitTable {
  id: Generated<number>
  workspaceId: string
  contactId: string
  url: string
  title: string
  referrer: string
  visitedAt: number
}

export interface ConversationTable {
  /** Joins the log's rows; never leaves the storage. */
  key: Generated<number>
  id: string
  workspaceId: string
  channelId: string
  contactId: string
  /** `client_id` of the message that started it: makes starting repeatable. */
  startClientId: string
  status: string
  agentId: string
  createdAt: number
  activeAt: number
  /** Since when it has been in the queue; 0 when it is not. */
  queuedAt: number
  waitingSince: number
  lastSeq: number
  previewAuthorKind: string
  previewText: string
  /** Empty unless the newest message is a file; then `previewText` is its name. */
  previewFileKind: string
  previewAt: number
  contactDeliveredSeq: number
  contactReadSeq: number
  agentDeliveredSeq: number
  agentReadSeq: number
  /** Messages of the other side above each side's read cursor. */
  unreadByContact: number
  unreadByAgents: number
  version: number
}

export interface MessageTable {
  id: Generated<number>
  conversationKey: number
  seq: number
  clientId: string
  authorKind: string
  authorId: string
  authorName: string
  postedAt: number
  /** `text`, `note`, `file` or `event`. */
  kind: string
  /** The text, or the file or event as JSON. */
  body: string
}

export type Row<Table extends keyof Schema> = Selectable<Schema[Table]>

/**
 * The query builder for ordinary tables. Reads run on a reader thread and see everything that was
 * committed before they were asked for. A write is one statement, and resolves when its commit is
 * on disk. Transactions that wait between statements do not exist: see {@link Storage.atomically}.
 */
export type Db = Kysely<Schema>
