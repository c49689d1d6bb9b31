import type { DatabaseSync } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import {
  type Author,
  afterMessage,
  type Content,
  type Conversation,
  type CursorMove,
  type Draft,
  forward,
  type Message,
  type Opening,
  type Scope,
  type StateChange,
  stateAfterContactMessage,
} from '../../../conversations/index.ts'
import { createLateRows, type Held } from './late-rows.ts'
import {
  type ConversationRow,
  conversationColumns,
  conversationValues,
  type MessageRow,
  messageColumns,
  toBody,
  toConversation,
  toMessage,
} from './rows.ts'
import type { StepResults } from './steps.ts'

/**
 * The log's side of the writer thread: runs inside the transaction that the caller opened.
 *
 * It holds the state of hot conversations, which is sound because nothing else writes them. Their
 * rows follow as {@link createLateRows} says; after a rollback the caller must `forget`.
 */
export function createLogWriter(database: DatabaseSync, conversationsMax: number) {
  const held = new LRUCache<string, Held>({ max: conversationsMax })
  const rows = createLateRows(database)

  const findRow = database.prepare('select * from conversations where id = ?')
  const findStarted = database.prepare(
    'select id from conversations where contact_id = ? and start_client_id = ?',
  )
  const countUnresolved = database.prepare(
    `select count(*) as count from conversations where contact_id = ? and status <> 'resolved'`,
  )
  const insertConversation = database.prepare(
    `insert into conversations (start_client_id, ${conversationColumns.join(', ')})
     values (?, ${conversationColumns.map(() => '?').join(', ')})`,
  )
  const insertMessage = database.prepare(
    `insert into messages (conversation_key, ${messageColumns})
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (conversation_key, author_id, client_id) do nothing`,
  )
  const findByClientId = database.prepare(
    `select ${messageColumns} from messages
     where conversation_key = ? and author_id = ? and client_id = ?`,
  )
  const countUnread = database.prepare(
    `select count(*) as count from messages where conversation_key = ? and seq > ?
     and kind in ('text', 'file') and (author_kind = 'contact') = ?`,
  )

  function load(scope: Scope, conversationId: string): Held | undefined {
    let entry = rows.find(conversationId) ?? held.get(conversationId)
    if (entry === undefined) {
      const row = findRow.get(conversationId) as (ConversationRow & { key: number }) | undefined
      if (row === undefined) return undefined
      entry = { key: row.key, conversation: toConversation(row) }
      held.set(conversationId, entry)
    }
    const { workspaceId, contactId } = entry.conversation
    if (workspaceId !== scope.workspaceId) return undefined
    if (scope.contactId !== undefined && contactId !== scope.contactId) return undefined
    return entry
  }

  /** Stores the message with the next seq, or answers undefined when its client_id stands already. */
  function store(
    entry: Held,
    part: { clientId: string; author: Author; content: Content; postedAt: number },
  ): Message | undefined {
    const { clientId, author, content, postedAt } = part
    const seq = entry.conversation.lastSeq + 1
    const { changes, lastInsertRowid } = insertMessage.run(
      entry.key,
      seq,
      clientId,
      author.kind,
      author.id,
      author.name,
      postedAt,
      content.kind,
      toBody(content),
    )
    if (changes === 0) return undefined
    const message = {
      conversationId: entry.conversation.id,
      seq,
      clientId,
      author,
      postedAt,
      content,
    }
    rows.keep(entry, afterMessage(entry.conversation, message))
    rows.stored(Number(lastInsertRowid))
    return message
  }

  function stored(entry: Held, authorId: string, clientId: string): Message {
    const row = findByClientId.get(entry.key, authorId, clientId) as unknown as MessageRow
    return toMessage(entry.conversation.id, row)
  }

  return {
    open(opening: Opening): StepResults['open'] {
      const { message: first, contactId, workspaceId } = opening
      const scope = { workspaceId, contactId }
      const started = findStarted.get(contactId, first.clientId) as { id: string } | undefined
      if (started !== undefined) {
        const entry = load(scope, started.id) as Held
        const message = stored(entry, first.author.id, first.clientId)
        return { message, conversation: entry.conversation, repeated: true }
      }
      // Resolving may wait unwritten in this batch, so the count must see it.
      rows.flushUrgent()
      const { count } = countUnresolved.get(contactId) as { count: number }
      if (count >= opening.openMax) return 'too_many'
      const conversation = newConversation(opening)
      const { lastInsertRowid } = insertConversation.run(
        first.clientId,
        ...conversationValues(conversation),
      )
      const entry = { key: Number(lastInsertRowid), conversation }
      held.set(conversation.id, entry)
      const message = store(entry, first) as Message
      return { message, conversation: entry.conversation, repeated: false }
    },

    append(draft: Draft): StepResults['append'] {
      const entry = load(draft.scope, draft.conversationId)
      if (entry === undefined) return 'not_found'
      const message = store(entry, draft)
      if (message === undefined) {
        const first = stored(entry, draft.author.id, draft.clientId)
        return { message: first, conversation: entry.conversation, repeated: true }
      }
      const state =
        draft.author.kind === 'contact'
          ? stateAfterContactMessage(entry.conversation.state, draft.postedAt)
          : undefined
      if (state === undefined) {
        return { message, conversation: entry.conversation, repeated: false }
      }
      const { conversation } = entry
      rows.keep(entry, { ...conversation, state, version: conversation.version + 1 })
      const reopened = store(entry, {
        // No client may choose an id with "~", so the log's own never meet theirs.
        clientId: `~reopened.${message.seq}`,
        author: draft.author,
        content: { kind: 'event', type: 'reopened', agentId: '', agentName: '' },
        postedAt: draft.postedAt,
      }) as Message
      return { message, conversation: entry.conversation, repeated: false, reopened }
    },

    change(step: StateChange): StepResults['change'] {
      const entry = load(step.scope, step.conversationId)
      if (entry === undefined) return 'not_found'
      const { conversation } = entry
      if (conversation.version !== step.version) return 'conflict'
      const version = conversation.version + 1
      rows.keep(entry, { ...conversation, state: step.state, version })
      const message = store(entry, {
        clientId: `~change.${version}`,
        author: step.author,
        content: step.event,
        postedAt: step.changedAt,
      }) as Message
      return { message, conversation: entry.conversation, repeated: false }
    },

    moveCursor(move: CursorMove): StepResults['move_cursor'] {
      const entry = load(move.scope, move.conversationId)
      if (entry === undefined) return 'not_found'
      const { conversation, key } = entry
      const ofContact = move.side === 'contact'
      const cursor = forward(
        ofContact ? conversation.contactCursor : conversation.agentCursor,
        move,
        conversation.lastSeq,
      )
      if (cursor === undefined) return { conversation, moved: false }
      const { count } =
        cursor.readSeq >= conversation.lastSeq
          ? { count: 0 }
          : (countUnread.get(key, cursor.readSeq, ofContact ? 0 : 1) as { count: number })
      rows.keep(
        entry,
        ofContact
          ? { ...conversation, contactCursor: cursor, unreadByContact: count }
          : { ...conversation, agentCursor: cursor, unreadByAgents: count },
      )
      return { conversation: entry.conversation, moved: true }
    },

    rows,

    /** Drops everything held, so that it is read anew from what was committed. */
    forget(): void {
      held.clear()
      rows.forget()
    },
  }
}

function newConversation(opening: Opening): Conversation {
  const { postedAt } = opening.message
  return {
    id: opening.conversationId,
    workspaceId: opening.workspaceId,
    channelId: opening.channelId,
    contactId: opening.contactId,
    state: opening.state,
    createdAt: postedAt,
    activeAt: postedAt,
    waitingSince: 0,
    lastSeq: 0,
    preview: { authorKind: 'contact', text: '', postedAt },
    contactCursor: { deliveredSeq: 0, readSeq: 0 },
    agentCursor: { deliveredSeq: 0, readSeq: 0 },
    unreadByContact: 0,
    unreadByAgents: 0,
    version: 1,
  }
}
