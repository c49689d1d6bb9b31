import { parentPort, workerData } from 'node:worker_threads'
import { createBatchCommitter } from './batch-commit.ts'
import { openConnection } from './connection.ts'
import type { Step, WriterOptions } from './steps.ts'

// The only thread that writes. One message in: a batch; one message out: its outcomes, sent after
// the commit is on disk.
const port = parentPort
if (port === null) throw new Error('writer.ts runs as a worker thread')

const options = workerData as WriterOptions
const database = openConnection(options.file, { cacheBytes: options.cacheBytes })
const commit = createBatchCommitter(database, options.conversationsMax)

port.on('message', (steps: Step[] | 'close') => {
  if (steps === 'close') {
    database.close()
    port.close()
    return
  }
  port.postMessage(commit(steps))
})
