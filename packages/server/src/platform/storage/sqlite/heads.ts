import { LRUCache } from 'lru-cache'
import type { Conversation, Message, Scope } from '../../../conversations/index.ts'
import { createGather } from '../../gather/index.ts'
import { ClientHashes } from './client-hashes.ts'
import type { Journal } from './journal.ts'
import { clientHash, type LogRecord, readRecord } from './journal-records.ts'
import type { ReadPool } from './read-pool.ts'
import { type ConversationRow, toConversation } from './rows.ts'
import { SEGMENT_BYTES } from './segment.ts'

/** A conversation in memory: how it stands, and what of its log is not in the tables yet. */
export interface Head {
  /** Joins the rows of its messages. */
  readonly key: number
  conversation: Conversation
  /** One {@link clientHash} a message, so that a repeated one is seen without a query. */
  readonly clientHashes: ClientHashes
  /**
   * Where the newest messages stand in the journal, up to the last seq without a gap: the place
   * in its segment, plus SEGMENT_BYTES when it is the one of the odd generations.
   */
  readonly tail: number[]
  /** The last generation that has records of it. */
  generation: number
}

/** A row with what the message log tells of it. */
export type HeadRow = ConversationRow & { key: number; generation: number; client_hashes: string }

/** Selects {@link HeadRow}s; goes on with a condition on `conversations`. */
export const selectHeads = `select conversations.*,
  (select group_concat(client_hash) from messages where conversation_key = key) as client_hashes
  from conversations`

/** The conversation of a row, nothing of it being in the journal. */
export function toHead(row: HeadRow): Head {
  return {
    key: row.key,
    conversation: toConversation(row),
    clientHashes: new ClientHashes(row.client_hashes?.split(',').map(Number)),
    tail: [],
    generation: row.generation,
  }
}

/** Whether the conversation is within the asker's reach. */
export function isWithin({ workspaceId, contactId }: Scope, conversation: Conversation): boolean {
  return (
    conversation.workspaceId === workspaceId &&
    (contactId === undefined || conversation.contactId === contactId)
  )
}

/**
 * The conversations in memory. Those that the tables are behind of stay until a fold has brought
 * the tables up to them; of the others, the `max` most recently used stay.
 */
export function createHeads(reads: ReadPool, max: number) {
  const dirty = new Map<string, Head>()
  const clean = new LRUCache<string, Head>({ max })
  /** Whose records each of the two generations has. */
  const touched: [Head[], Head[]] = [[], []]
  /** Conversations whose first row is not written yet, by contact. */
  const unwritten = new Map<string, Head[]>()
  const loadHead = createGather(async (ids: readonly string[]) => {
    const rows = await reads.read<HeadRow>(
      `${selectHeads} where id in (select value from json_each(?))`,
      [JSON.stringify(ids)],
    )
    const found = new Map(rows.map((row) => [row.id, toHead(row)]))
    return (id) => found.get(id)
  })

  /** The table has the conversation's row, or need not have it. */
  function isWritten(head: Head): void {
    const { contactId } = head.conversation
    const others = unwritten.get(contactId)?.filter((one) => one !== head)
    if (others === undefined) return
    if (others.length === 0) unwritten.delete(contactId)
    else unwritten.set(contactId, others)
  }

  return {
    /** A conversation that is in memory. */
    get(id: string): Head | undefined {
      return dirty.get(id) ?? clean.get(id)
    },

    /** A conversation that the tables are behind of. */
    getDirty: (id: string): Head | undefined => dirty.get(id),

    /** All conversations that the tables are behind of. */
    dirty: (): Iterable<Head> => dirty.values(),

    /** A contact's conversations that the tables do not have yet. */
    unwrittenOf: (contactId: string): readonly Head[] => unwritten.get(contactId) ?? [],

    /** Brings a conversation into memory, together with others that are asked for meanwhile. */
    async load(id: string): Promise<Head | undefined> {
      const head = await loadHead(id)
      if (head !== undefined) clean.set(id, head)
      return head
    },

    /** A record of the conversation was written into this generation. */
    touch(head: Head, generation: number): void {
      if (head.generation === generation) return
      head.generation = generation
      dirty.set(head.conversation.id, head)
      ;(touched[generation % 2] as Head[]).push(head)
    },

    /** A conversation opened in the journal. */
    opened(head: Head): void {
      const { contactId } = head.conversation
      unwritten.set(contactId, [...(unwritten.get(contactId) ?? []), head])
    },

    /** What was written of a new conversation does not stand. */
    forget(head: Head): void {
      dirty.delete(head.conversation.id)
      isWritten(head)
    },

    /** The tables have all of a generation: it may be overwritten. */
    folded(generation: number): void {
      const parity = generation % 2
      for (const head of touched[parity] as Head[]) {
        const { id } = head.conversation
        let folded = 0
        while (isOf(parity, head.tail[folded])) folded += 1
        head.tail.splice(0, folded)
        if (head.generation === generation) {
          dirty.delete(id)
          clean.set(id, head)
        }
        isWritten(head)
      }
      touched[parity] = []
    },
  }
}

export type Heads = ReturnType<typeof createHeads>

/** The entry of a head's tail for a record at `at`. */
export function tailEntry(generation: number, at: number): number {
  return at + (generation % 2) * SEGMENT_BYTES
}

function isOf(parity: number, entry: number | undefined): boolean {
  return entry !== undefined && Math.floor(entry / SEGMENT_BYTES) === parity
}

/** The seq of the oldest message in the tail; one more than the last when it is empty. */
export function tailStart({ conversation, tail }: Head): number {
  return conversation.lastSeq - tail.length + 1
}

/** The messages of the tail with `from` <= seq < `to`, ascending. */
export function readTail(
  journal: Journal,
  head: Head,
  from: number,
  to = Number.POSITIVE_INFINITY,
): Message[] {
  const start = tailStart(head)
  return head.tail.slice(Math.max(from - start, 0), Math.max(to - start, 0)).map((entry) => {
    const parity = Math.floor(entry / SEGMENT_BYTES)
    const at = entry % SEGMENT_BYTES
    const record = readRecord(journal.bytesOf(parity), at, head.conversation.id)
    return (record as Extract<LogRecord, { kind: 'message' }>).message
  })
}

/** Finds a repeated message in the tail. */
export function findInTail(
  journal: Journal,
  head: Head,
  authorId: string,
  clientId: string,
): Message | undefined {
  return readTail(journal, head, 0).find(
    (message) => message.clientId === clientId && message.author.id === authorId,
  )
}
