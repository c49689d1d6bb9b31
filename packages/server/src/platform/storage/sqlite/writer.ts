import { parentPort, workerData } from 'node:worker_threads'
import { createBatchCommitter } from './batch-commit.ts'
import { openConnection } from './connection.ts'
import { createFold } from './fold.ts'
import type { WriterOptions, WriterReply, WriterRequest } from './steps.ts'

// The only thread that writes tables. A batch of steps is answered after its commit is on disk; a
// fold takes many transactions, with waiting batches in between.
const port = parentPort
if (port === null) throw new Error('writer.ts runs as a worker thread')

const { file, cacheBytes, memory } = workerData as WriterOptions
const database = openConnection(file, { cacheBytes })
const commit = createBatchCommitter(database)
const fold = createFold(database, memory)

function reply(message: WriterReply): void {
  port?.postMessage(message)
}

function goOn(folding: Generator<void>): void {
  try {
    if (folding.next().done) reply({ kind: 'folded' })
    else setImmediate(goOn, folding)
  } catch (error) {
    reply({ kind: 'folded', error: error instanceof Error ? error.message : String(error) })
  }
}

port.on('message', (request: WriterRequest) => {
  switch (request.kind) {
    case 'commit':
      reply({ kind: 'committed', ...commit(request.steps) })
      return
    case 'fold':
      goOn(fold(request.generation, request.end))
      return
    case 'close':
      database.close()
      port.close()
      return
  }
})
