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
/** Files that may wait for their turn. */
const WAITING_MAX = 200

type Format = 'csv' | 'json'
export type ReadTask =
  | { kind: 'document'; name: string; base: string }
  | { kind: 'faq'; format: Format; locale: string | undefined }
  | { kind: 'graph'; format: Format; source: string }
  | { kind: 'sitemap' }

export type ReadReply =
  | { ok: true; value: unknown }
  | { ok: false; isExpected: boolean; message: string }

/**
 * Reads files that somebody has brought, one at a time, each in a thread that lives for it alone and
 * has bounded time and memory. Whatever is in the file, the server goes on.
 *
 * All refusals are `bad_input` with what is wrong and what to do, or `overloaded`.
 */
export function createReader(timeoutMs = READ_MS_MAX) {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  function run<Value>(task: ReadTask, bytes: Uint8Array): Promise<Value> {
    if (waiting >= WAITING_MAX) {
      return Promise.reject(
        new Refusal('overloaded', 'Too many files wait. Try again in a minute.'),
      )
    }
    waiting += 1
    const turn = last.then(() => inThread(task, bytes, timeoutMs))
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
  }
}

export type Reader = ReturnType<typeof createReader>

async function inThread(task: ReadTask, bytes: Uint8Array, timeoutMs: number): Promise<unknown> {
  const worker = new Worker(new URL('./reader-thread.ts', import.meta.url), {
    workerData: { task, bytes },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB_MAX, maxYoungGenerationSizeMb: 32 },
    // What a parser has to say is of no use to anybody.
    stdout: true,
    stderr: true,
  })
  let timer: NodeJS.Timeout | undefined
  try {
    const reply = await new Promise<ReadReply>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the thread has ended')))
      timer = setTimeout(() => reject(new Error('too slow')), timeoutMs)
    })
    if (reply.ok) return reply.value
    throw new Refusal('bad_input', reply.isExpected ? reply.message : 'The file cannot be read.')
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('bad_input', 'The file takes too much time or memory. Split or simplify it.')
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
