import type { DatabaseSync } from 'node:sqlite'
import { afterMessage, type Conversation } from '../../../conversations/index.ts'
import {
  type ConversationRow,
  conversationColumns,
  conversationValues,
  type MessageRow,
  messageColumns,
  toConversation,
  toMessage,
} from './rows.ts'

/** A conversation at hand, with the key that joins its log. */
export interface Held {
  key: number
  conversation: Conversation
}

interface Late {
  entry: Held
  /** In the clock of `performance.now()`. */
  since: number
  /** The last message of the whole log that was stored before the row fell behind. */
  afterMessageId: number
}

/** Rows that may be late at once, about 1 KB each; beyond it all are written. */
const LATE_ROWS_MAX = 20_000

/**
 * The rows of conversations, which follow their messages. What changes a list (status, agent) is
 * written with its message. What only follows (last seq, preview, unread counts, cursors) is
 * written later, because a row scatters over the pages of its table and of its lists' indexes:
 * under load those would be most of what is written. Messages that rows are behind are noted in
 * `log_progress`, and `recover` makes the rows again; only cursors moved since may be lost.
 */
export function createLateRows(database: DatabaseSync) {
  /** The longest late first. */
  const late = new Map<string, Late>()
  /** Those among them that the next commit must write. */
  const urgent = new Set<string>()
  let lastMessageId = 0
  /** At first, and after a rollback: what is held may not be what is stored. */
  let mustRecover = true

  const updateConversation = database.prepare(
    `update conversations set ${conversationColumns.map((column) => `${column} = ?`).join(', ')}
     where key = ?`,
  )
  const writeProgress = database.prepare('update log_progress set message_id = ? where id = 1')
  const readProgress = database.prepare(
    `select message_id as written, (select coalesce(max(id), 0) from messages) as stored
     from log_progress where id = 1`,
  )
  const findBehind = database.prepare(
    `select * from conversations where key in
     (select distinct conversation_key from messages where id > ?)`,
  )
  const readMissing = database.prepare(
    `select ${messageColumns} from messages where conversation_key = ? and seq > ? order by seq`,
  )

  function write(id: string, { conversation, key }: Held): void {
    updateConversation.run(...conversationValues(conversation), key)
    late.delete(id)
    urgent.delete(id)
  }

  function keep(entry: Held, conversation: Conversation): void {
    const { id, version } = conversation
    if (version !== entry.conversation.version) urgent.add(id)
    entry.conversation = conversation
    if (late.has(id)) return
    late.set(id, { entry, since: performance.now(), afterMessageId: lastMessageId })
  }

  function flush(lateMs = 0): void {
    if (late.size === 0) return
    const until = performance.now() - lateMs
    for (const [id, { entry, since }] of late) {
      if (since > until) break
      write(id, entry)
    }
    const [oldest] = late.values()
    writeProgress.run(oldest?.afterMessageId ?? lastMessageId)
  }

  return {
    /** Takes the new state of a conversation over, before its message is noted as stored. */
    keep,

    /** A message got this id in the log. */
    stored(messageId: number): void {
      lastMessageId = messageId
    },

    /** A conversation whose row is behind. */
    find(conversationId: string): Held | undefined {
      return late.get(conversationId)?.entry
    },

    /** Whether any row is behind. */
    get isAny(): boolean {
      return late.size > 0
    },

    /** Writes the rows that must not wait; all of them when too many do. */
    flushUrgent(): void {
      if (late.size > LATE_ROWS_MAX) flush()
      for (const id of urgent) write(id, (late.get(id) as Late).entry)
    },

    /** Writes the rows that are late for so many milliseconds, or all. */
    flush,

    /** Drops what is held: the next transaction begins with a `recover`. */
    forget(): void {
      late.clear()
      urgent.clear()
      mustRecover = true
    },

    /** Makes the rows anew that a crash or a rollback left behind their messages, if one did. */
    recover(): void {
      if (!mustRecover) return
      const { written, stored } = readProgress.get() as { written: number; stored: number }
      lastMessageId = written
      const behind = findBehind.all(written) as unknown as (ConversationRow & { key: number })[]
      for (const row of behind) {
        const entry: Held = { key: row.key, conversation: toConversation(row) }
        let { conversation } = entry
        const missing = readMissing.all(row.key, conversation.lastSeq) as unknown as MessageRow[]
        for (const message of missing) {
          conversation = afterMessage(conversation, toMessage(conversation.id, message))
        }
        if (missing.length > 0) keep(entry, conversation)
      }
      lastMessageId = stored
      mustRecover = false
    },
  }
}
