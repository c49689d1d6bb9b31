import { parentPort, workerData } from 'node:worker_threads'
import { createBatchCommitter } from './batch-commit.ts'
import { openConnection } from './connection.ts'
import type { Step, WriterOptions } from './steps.ts'

// The only thread that writes. One message in: a batch; one message out: its outcomes, sent after
// the commit is on disk.
const port = parentPort
if (port === null) throw new Error('writer.ts runs as a worker thread')

/** How long rows may be behind their messages, and how often that is looked after. */
const LATE_MS = 1_000
const FLUSH_MS = 100

const options = workerData as WriterOptions
const database = openConnection(options.file, { cacheBytes: options.cacheBytes })
const committer = createBatchCommitter(database, options.conversationsMax)
let flushTimer: NodeJS.Timeout | undefined

function flushSoon(): void {
  if (!committer.isLate) return
  flushTimer ??= setTimeout(() => {
    flushTimer = undefined
    try {
      committer.flush(LATE_MS)
    } catch {
      // The rows stay late and are written by a later commit; that one reports when it fails too.
    }
    flushSoon()
  }, FLUSH_MS)
}

port.on('message', (steps: Step[] | 'close') => {
  if (steps === 'close') {
    clearTimeout(flushTimer)
    committer.flush()
    database.close()
    port.close()
    return
  }
  port.postMessage(committer.commit(steps))
  flushSoon()
})
flushSoon()
