import { Worker } from 'node:worker_threads'
import type { Storage } from '../../platform/storage/index.ts'
import type { NearPassage, VectorBlock } from './vector-scan.ts'

/** Memory for vectors: 64,000 of 1,024 numbers. */
const BYTES_MAX = 268_435_456
/** Vectors of one workspace at most; the rest is found by its words alone. */
const VECTORS_MAX = 50_000
/** Rows read at once, so that no answer of the reader thread holds the event loop up. */
const PAGE_ROWS = 500

export type VectorRequest =
  | { kind: 'fill'; id: number; workspaceId: string; blocks: [string, VectorBlock][] }
  | { kind: 'forget'; workspaceId: string }
  | { kind: 'find'; id: number; workspaceId: string; query: Float32Array; limit: number }
  | { kind: 'close' }

export interface VectorReply {
  id: number
  /** False: the thread does not have this workspace's vectors. */
  isKnown: boolean
  found: NearPassage[]
}

/** The vectors of all workspaces: rows in the storage, compared in a thread of their own. */
export function createVectors(storage: Storage) {
  const waiting = new Map<
    number,
    { resolve: (reply: VectorReply) => void; reject: (error: Error) => void }
  >()
  let worker: Worker | undefined
  let lastId = 0

  /** The thread starts with the first search that needs it. */
  function thread(): Worker {
    if (worker !== undefined) return worker
    const started = new Worker(new URL('./vector-thread.ts', import.meta.url), {
      workerData: { bytesMax: BYTES_MAX },
    })
    started.unref()
    started.on('message', (reply: VectorReply) => {
      waiting.get(reply.id)?.resolve(reply)
      waiting.delete(reply.id)
    })
    started.on('error', (error) => end(error as Error))
    worker = started
    return started
  }

  function end(error: Error): void {
    worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  function ask(build: (id: number) => VectorRequest): Promise<VectorReply> {
    lastId += 1
    const id = lastId
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      thread().postMessage(build(id))
    })
  }

  async function read(workspaceId: string, model: string): Promise<[string, VectorBlock][]> {
    const byArticle = new Map<string, { passageIds: number[]; parts: Float32Array[] }>()
    let last = 0
    for (let count = 0; count < VECTORS_MAX; count += PAGE_ROWS) {
      const rows = await storage.db
        .selectFrom('passageVectors')
        .select(['passageId', 'articleId', 'vector'])
        .where('workspaceId', '=', workspaceId)
        .where('model', '=', model)
        .where('passageId', '>', last)
        .orderBy('passageId')
        .limit(PAGE_ROWS)
        .execute()
      for (const { passageId, articleId, vector } of rows) {
        const block = byArticle.get(articleId) ?? { passageIds: [], parts: [] }
        byArticle.set(articleId, block)
        block.passageIds.push(passageId)
        block.parts.push(fromBytes(vector))
        last = passageId
      }
      if (rows.length < PAGE_ROWS) break
    }
    return Array.from(byArticle, ([articleId, { passageIds, parts }]) => [
      articleId,
      { passageIds, vectors: join(parts) },
    ])
  }

  return {
    /** Passages near a vector of length 1 that the model has made, best first. */
    async find(
      workspaceId: string,
      model: string,
      query: Float32Array,
      limit: number,
    ): Promise<NearPassage[]> {
      const name = `${workspaceId} ${model}`
      const find = (id: number): VectorRequest => ({
        kind: 'find',
        id,
        workspaceId: name,
        query,
        limit,
      })
      const first = await ask(find)
      if (first.isKnown) return first.found
      const blocks = await read(workspaceId, model)
      await ask((id) => ({ kind: 'fill', id, workspaceId: name, blocks }))
      return (await ask(find)).found
    },

    /** The workspace's vectors have changed. */
    forget(workspaceId: string, model: string): void {
      worker?.postMessage({ kind: 'forget', workspaceId: `${workspaceId} ${model}` })
    },

    async [Symbol.asyncDispose](): Promise<void> {
      const closing = worker
      end(new Error('the knowledge was closed'))
      await closing?.terminate()
    },
  }
}

export type Vectors = ReturnType<typeof createVectors>

/** A vector as the storage keeps it. */
export function toBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength).slice()
}

function fromBytes(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer)
}

function join(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
