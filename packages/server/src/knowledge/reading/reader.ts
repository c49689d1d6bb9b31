import { Worker } from 'node:worker_threads'
import { Refusal } from '@parley/protocol'
import type { ImportedArticle } from '../types.ts'
import type { ReadDocument } from './document.ts'
import type { PlacedFact } from './graph-file.ts'
import type { Sitemap } from './sitemap.ts'

/** How long one file may take. */
const READ_MS_MAX = 30_000
/** Memory that one file may take; a PDF of some hundred pages takes 150 MB. */
const MEMORY_MB_MAX = 384
/** After so long without a file the thread ends, and its memory is free. */
const IDLE_MS = 5_000
/** Files that may wait for their turn. */
const WAITING_MAX = 200

type Format = 'csv' | 'json'
export type ReadTask =
  | { kind: 'document'; name: string; base: string }
  | { kind: 'faq'; format: Format; locale: string | undefined }
  | { kind: 'graph'; format: Format; source: string }
  | { kind: 'sitemap' }

export interface ReadRequest {
  task: ReadTask
  bytes: Uint8Array
}

export type ReadReply =
  | { ok: true; value: unknown }
  | { ok: false; isExpected: boolean; message: string }

/**
 * Reads files that somebody has brought, one at a time, in a thread with bounded time and memory. A
 * file that takes too much ends the thread, and the next one gets another: whatever is in a file,
 * the server goes on.
 *
 * All refusals are `bad_input` with what is wrong and what to do, or `overloaded`.
 */
export function createReader({ timeoutMs = READ_MS_MAX, memoryMbMax = MEMORY_MB_MAX } = {}) {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined

  function thread(): Worker {
    clearTimeout(idle)
    if (worker !== undefined) return worker
    const started = new Worker(new URL('./reader-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: memoryMbMax, maxYoungGenerationSizeMb: 32 },
      // What a parser has to say is of no use to anybody.
      stdout: true,
      stderr: true,
    })
    started.once('exit', () => {
      if (worker === started) worker = undefined
    })
    worker = started
    return started
  }

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ending = worker
    worker = undefined
    await ending?.terminate()
  }

  async function inThread(request: ReadRequest): Promise<unknown> {
    let reply: ReadReply
    try {
      reply = await ask(thread(), request, timeoutMs)
    } catch {
      await end()
      throw new Refusal(
        'bad_input',
        'The file takes too much time or memory. Split or simplify it.',
      )
    }
    idle = setTimeout(() => void end(), IDLE_MS).unref()
    if (reply.ok) return reply.value
    throw new Refusal('bad_input', reply.isExpected ? reply.message : 'The file cannot be read.')
  }

  function run<Value>(task: ReadTask, bytes: Uint8Array): Promise<Value> {
    if (waiting >= WAITING_MAX) {
      return Promise.reject(
        new Refusal('overloaded', 'Too many files wait. Try again in a minute.'),
      )
    }
    waiting += 1
    const turn = last.then(() => inThread({ task, bytes }))
    last = turn
      .catch(() => {
        // Told to who asked; the next one has its turn all the same.
      })
      .finally(() => {
        waiting -= 1
      })
    return turn as Promise<Value>
  }

  return {
    document: (name: string, bytes: Uint8Array, base = '') =>
      run<ReadDocument>({ kind: 'document', name, base }, bytes),
    faq: (format: Format, bytes: Uint8Array, locale: string | undefined) =>
      run<ImportedArticle[]>({ kind: 'faq', format, locale }, bytes),
    graph: (format: Format, bytes: Uint8Array, source: string) =>
      run<PlacedFact[]>({ kind: 'graph', format, source }, bytes),
    sitemap: (bytes: Uint8Array) => run<Sitemap>({ kind: 'sitemap' }, bytes),
    [Symbol.asyncDispose]: end,
  }
}

export type Reader = ReturnType<typeof createReader>

function ask(worker: Worker, request: ReadRequest, timeoutMs: number): Promise<ReadReply> {
  const asked = Promise.withResolvers<ReadReply>()
  const timer = setTimeout(() => asked.reject(new Error('too slow')), timeoutMs)
  const exited = () => asked.reject(new Error('the thread has ended'))
  worker.once('message', asked.resolve)
  worker.once('error', asked.reject)
  worker.once('exit', exited)
  worker.postMessage(request)
  return asked.promise.finally(() => {
    clearTimeout(timer)
    worker.off('message', asked.resolve)
    worker.off('error', asked.reject)
    worker.off('exit', exited)
    // Should it die later, the process does not.
    if (worker.listenerCount('error') === 0) worker.on('error', () => undefined)
  })
}
