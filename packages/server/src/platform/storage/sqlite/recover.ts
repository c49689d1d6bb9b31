import type { DatabaseSync } from 'node:sqlite'
import { ClientHashes } from './client-hashes.ts'
import { type Head, type HeadRow, type Heads, selectHeads, tailEntry, toHead } from './heads.ts'
import type { Journal } from './journal.ts'
import { recordsIn } from './journal-frames.ts'
import { applyRecord, readRecord, recordKey } from './journal-records.ts'

/** What a fold has brought into the tables for good, and the highest key in them. */
export function readProgress(database: DatabaseSync): { generation: number; lastKey: number } {
  return database
    .prepare(
      `select generation, (select coalesce(max(key), 0) from conversations) as lastKey
       from journal_progress where id = 1`,
    )
    .get() as { generation: number; lastKey: number }
}

/**
 * Brings what the last run left in the journal into memory, as if it had just been written; the
 * fold follows later. Returns the highest key in it.
 */
export function recover(database: DatabaseSync, journal: Journal, heads: Heads): number {
  const findRow = database.prepare(`${selectHeads} where key = ?`)
  const found = new Map<number, { head: Head; foldedIn: number }>()
  let lastKey = 0

  function find(key: number): { head: Head; foldedIn: number } | undefined {
    const known = found.get(key)
    if (known !== undefined) return known
    const row = findRow.get(key) as unknown as HeadRow | undefined
    if (row === undefined) return undefined
    const one = { head: toHead(row), foldedIn: row.generation }
    found.set(key, one)
    return one
  }

  for (const { generation, end } of journal.recovered) {
    const bytes = journal.bytesOf(generation)
    for (const at of recordsIn(bytes, end)) {
      const key = recordKey(bytes, at)
      lastKey = Math.max(lastKey, key)
      let one = find(key)
      if (one !== undefined && one.foldedIn >= generation) continue
      const record = readRecord(bytes, at, one?.head.conversation.id ?? '')
      if (record.kind === 'opened') {
        const { conversation } = record
        const head = {
          key,
          conversation,
          clientHashes: new ClientHashes(),
          tail: [],
          generation: 0,
        }
        one = { head, foldedIn: 0 }
        found.set(key, one)
        heads.opened(head)
      }
      const { head } = one as { head: Head }
      heads.touch(head, generation)
      head.conversation = applyRecord(head.conversation, record)
      if (record.kind !== 'message') continue
      head.tail.push(tailEntry(generation, at))
      head.clientHashes.add(record.clientHash)
    }
  }
  return lastKey
}
