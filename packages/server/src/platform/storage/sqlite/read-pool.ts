import { Worker } from 'node:worker_threads'
import { Refusal } from '@parley/protocol'
import type { ReadReply, ReadRequest } from './reader.ts'

/** Queries that may wait before more are refused. */
const WAITING_READS_MAX = 10_000

/**
 * The reader thread, seen from the event loop: queries run beside it, never on it. A query sees
 * everything whose commit was told before it was asked.
 */
export function createReadPool(file: string, onFailure: (error: Error) => void) {
  const worker = new Worker(new URL('./reader.ts', import.meta.url), { workerData: { file } })
  const waiting = new Map<
    number,
    { resolve: (rows: never[]) => void; reject: (error: Error) => void }
  >()
  let lastId = 0
  let failure: Error | undefined

  worker.on('message', (reply: ReadReply) => {
    const request = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('rows' in reply) request?.resolve(reply.rows as never[])
    else request?.reject(new Error(reply.error))
  })

  worker.on('error', (error) => {
    failure = error as Error
    for (const { reject } of waiting.values()) reject(failure)
    waiting.clear()
    onFailure(failure)
  })

  return {
    read<Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
      if (failure !== undefined) return Promise.reject(failure)
      if (waiting.size >= WAITING_READS_MAX) {
        return Promise.reject(
          new Refusal('overloaded', 'Too many queries wait. Try again in a moment.'),
        )
      }
      lastId += 1
      const request: ReadRequest = { id: lastId, sql, parameters }
      return new Promise<Row[]>((resolve, reject) => {
        waiting.set(request.id, { resolve, reject })
        worker.postMessage(request)
      })
    },

    async close(): Promise<void> {
      if (failure !== undefined) return
      const exited = new Promise((resolve) => worker.once('exit', resolve))
      failure = new Error('the storage was closed')
      // Asked after every waiting query, so these are answered before the thread ends.
      worker.postMessage('close')
      await exited
    },
  }
}

export type ReadPool = ReturnType<typeof createReadPool>
