import type { DatabaseSync } from 'node:sqlite'
import type { Conversation } from '../../../conversations/index.ts'
import { recordsIn } from './journal-frames.ts'
import { applyRecord, readRecord, recordKey } from './journal-records.ts'
import {
  type ConversationRow,
  conversationColumns,
  conversationValues,
  messageColumns,
  messageValues,
  toConversation,
} from './rows.ts'
import { transact } from './transact.ts'

/** Messages in one transaction: long enough to pay, short enough to let other writes in between. */
const CHUNK_MESSAGES = 1_000

type FoldedRow = ConversationRow & { generation: number }

/**
 * Brings generations of the journal into the tables. Records are taken conversation by
 * conversation in the order of the keys, so that neighbours share the pages they are written to:
 * the more of them at once, the less is written for each.
 *
 * A conversation's records of one generation go in together with its row, which notes the
 * generation; so a fold that was broken off can be done again and skips what it has.
 */
export function createFold(database: DatabaseSync, memory: readonly SharedArrayBuffer[]) {
  const segments = memory.map((shared) => Buffer.from(shared))
  const findRow = database.prepare('select * from conversations where key = ?')
  const insertRow = database.prepare(
    `insert into conversations (generation, key, start_client_id, ${conversationColumns.join(', ')})
     values (?, ?, ?, ${conversationColumns.map(() => '?').join(', ')})`,
  )
  const updateRow = database.prepare(
    `update conversations set generation = ?,
     ${conversationColumns.map((column) => `${column} = ?`).join(', ')} where key = ?`,
  )
  const insertMessage = database.prepare(
    `insert into messages (conversation_key, client_hash, ${messageColumns})
     values (?, ?, ${messageColumns.replace(/\w+/g, '?')})`,
  )
  const noteFolded = database.prepare('update journal_progress set generation = ? where id = 1')

  /** Returns how many messages it stored. */
  function foldConversation(
    bytes: Buffer,
    generation: number,
    key: number,
    places: number[],
  ): number {
    const row = findRow.get(key) as FoldedRow | undefined
    if (row !== undefined && row.generation >= generation) return 0
    let conversation: Conversation | undefined = row && toConversation(row)
    let startClientId = ''
    let messages = 0
    for (const at of places) {
      const record = readRecord(bytes, at, conversation?.id ?? '')
      if (record.kind === 'opened') startClientId = record.startClientId
      conversation = applyRecord(conversation as Conversation, record)
      if (record.kind !== 'message') continue
      insertMessage.run(key, record.clientHash, ...messageValues(record.message))
      messages += 1
    }
    const values = conversationValues(conversation as Conversation)
    if (row === undefined) insertRow.run(generation, key, startClientId, ...values)
    else updateRow.run(generation, ...values, key)
    return messages
  }

  /** The journal holds what these transactions write until the last one is synced. */
  function transactUnsynced(work: () => void): void {
    database.exec('pragma synchronous = normal')
    try {
      transact(database, work)
    } finally {
      database.exec('pragma synchronous = full')
    }
  }

  /** Folds one generation whose frames end at `end`; between two transactions it yields. */
  return function* fold(generation: number, end: number): Generator<void> {
    const bytes = segments[generation % 2] as Buffer
    const places = new Map<number, number[]>()
    for (const at of recordsIn(bytes, end)) {
      const key = recordKey(bytes, at)
      const known = places.get(key)
      if (known === undefined) places.set(key, [at])
      else known.push(at)
    }
    const keys = [...places.keys()].sort((a, b) => a - b)
    let next = 0
    while (next < keys.length) {
      transactUnsynced(() => {
        let taken = 0
        while (next < keys.length && taken < CHUNK_MESSAGES) {
          const key = keys[next] as number
          // Conversations without messages count too.
          taken += 1 + foldConversation(bytes, generation, key, places.get(key) as number[])
          next += 1
        }
      })
      yield
    }
    transact(database, () => noteFolded.run(generation))
  }
}
