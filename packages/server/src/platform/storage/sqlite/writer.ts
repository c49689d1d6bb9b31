import { parentPort, workerData } from 'node:worker_threads'
import { createBatchCommitter } from './batch-commit.ts'
import { openConnection } from './connection.ts'
import { createFold } from './fold.ts'
import type { WriterOptions, WriterReply, WriterRequest } from './steps.ts'

// The only thread that writes tables. A batch of steps is answered after its commit is on disk; a
// fold takes many transactions, with pauses and waiting batches in between.

/**
 * How much longer than its work a fold pauses. It has seconds, and without pauses it would take a
 * processor from the event loop for a good part of one, which those who write then feel.
 */
const PAUSES_PER_WORK = 3

const port = parentPort
if (port === null) throw new Error('writer.ts runs as a worker thread')

const { file, cacheBytes, memory } = workerData as WriterOptions
const database = openConnection(file, { cacheBytes })
const commit = createBatchCommitter(database)
const fold = createFold(database, memory)

function reply(message: WriterReply): void {
  port?.postMessage(message)
}

/** The fold under way, and the pause that it takes. */
let folding: Generator<void> | undefined
let pause: NodeJS.Timeout | undefined
let isHurried = false

function goOn(): void {
  pause = undefined
  const startedAt = performance.now()
  try {
    if (folding?.next().done !== true) {
      const ms = isHurried ? 0 : PAUSES_PER_WORK * (performance.now() - startedAt)
      pause = setTimeout(goOn, ms)
      return
    }
    reply({ kind: 'folded' })
  } catch (error) {
    reply({ kind: 'folded', error: error instanceof Error ? error.message : String(error) })
  }
  folding = undefined
}

port.on('message', (request: WriterRequest) => {
  switch (request.kind) {
    case 'commit':
      reply({ kind: 'committed', ...commit(request.steps) })
      return
    case 'fold':
      folding = fold(request.generation, request.end)
      isHurried = request.isHurried
      goOn()
      return
    case 'hurry':
      isHurried = true
      if (pause === undefined) return
      clearTimeout(pause)
      goOn()
      return
    case 'close':
      database.close()
      port.close()
      return
  }
})
