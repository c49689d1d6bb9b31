import type { SQLInputValue } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { LRUCache } from 'lru-cache'
import { openConnection } from './connection.ts'

/** A query on its way to the reader thread, and its rows on their way back. */
export interface ReadRequest {
  id: number
  sql: string
  parameters: readonly unknown[]
}

export type ReadReply =
  | { id: number; rows: Record<string, unknown>[] }
  | { id: number; error: string }

const port = parentPort
if (port === null) throw new Error('reader.ts runs as a worker thread')

const { file } = workerData as { file: string }
const database = openConnection(file, { readOnly: true })
const statements = new LRUCache<string, ReturnType<typeof database.prepare>>({ max: 500 })

function read({ id, sql, parameters }: ReadRequest): ReadReply {
  try {
    let statement = statements.get(sql)
    if (statement === undefined) {
      statement = database.prepare(sql)
      statements.set(sql, statement)
    }
    return { id, rows: statement.all(...(parameters as SQLInputValue[])) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

port.on('message', (request: ReadRequest | 'close') => {
  if (request !== 'close') {
    port.postMessage(read(request))
    return
  }
  database.close()
  port.close()
})
