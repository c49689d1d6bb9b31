import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** What a visitor sends. */
export interface Draft {
  conversationId: string
  clientId: string
  text: string
}

/** A draft that is stored. */
export interface Message extends Draft {
  seq: number
  /** Whom the conversation belongs to. */
  agent: number
  postedAt: number
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY,
    agent INTEGER NOT NULL,
    last_seq INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    seq INTEGER NOT NULL,
    client_id TEXT NOT NULL,
    text TEXT NOT NULL,
    posted_at INTEGER NOT NULL,
    UNIQUE (conversation_id, seq)
  );
`

/** Opens the database in the folder: SQLite with a write-ahead log that is synced at each commit. */
export function openStore(folder: string) {
  const database = new DatabaseSync(join(folder, 'chat.db'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -64000')
  database.exec(SCHEMA)
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const rollback = database.prepare('ROLLBACK')
  const start = database.prepare(
    'INSERT INTO conversations (id, agent, updated_at) VALUES (?, ?, ?)',
  )
  const advance = database.prepare(
    'UPDATE conversations SET last_seq = last_seq + 1, updated_at = ? WHERE id = ? RETURNING last_seq, agent',
  )
  const insert = database.prepare(
    'INSERT INTO messages (conversation_id, seq, client_id, text, posted_at) VALUES (?, ?, ?, ?, ?)',
  )

  function appendOne(draft: Draft): Message {
    const { conversationId, clientId, text } = draft
    const postedAt = Date.now()
    const row = advance.get(postedAt, conversationId)
    if (row === undefined) throw new Error(`there is no conversation ${conversationId}`)
    const { last_seq: seq, agent } = row as { last_seq: number; agent: number }
    insert.run(conversationId, seq, clientId, text, postedAt)
    return { conversationId, seq, clientId, text, agent, postedAt }
  }

  return {
    /** Starts a conversation with that agent; returns its id. */
    start(agent: number): string {
      const id = randomUUID()
      start.run(id, agent, Date.now())
      return id
    },
    /** Stores the drafts in one transaction and gives each the next seq of its conversation. */
    append(drafts: readonly Draft[]): Message[] {
      begin.run()
      try {
        const messages = drafts.map(appendOne)
        commit.run()
        return messages
      } catch (error) {
        rollback.run()
        throw error
      }
    },
  }
}

export type Store = ReturnType<typeof openStore>
