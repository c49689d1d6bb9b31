import { parentPort, type Transferable, workerData } from 'node:worker_threads'
import { closeFileDatabase, openFileDatabase } from './database.ts'
import { createFileWriter } from './file-writer.ts'
import type { Committed, Outcome, Step } from './steps.ts'

// The thread of the file store. One message in: a batch; one message out: its outcomes, sent after
// the commit is on disk.
const port = parentPort
if (port === null) throw new Error('writer.ts runs as a worker thread')

const { file, folder } = workerData as { file: string; folder: string }
const database = openFileDatabase(file)
const writer = createFileWriter(database, folder)

function transact<Result>(work: () => Result): Result {
  database.exec('begin immediate')
  try {
    const result = work()
    writer.settle()
    database.exec('commit')
    writer.committed()
    return result
  } catch (error) {
    // A full disk ends the transaction by itself.
    if (database.isTransaction) database.exec('rollback')
    writer.rolledBack()
    throw error
  }
}

function take(step: Step): Outcome {
  return { ok: true, value: writer.take(step) }
}

function alone(step: Step): Outcome {
  try {
    return transact(() => take(step))
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return { ok: false, error: { name, message } }
  }
}

/** One transaction for all; when a step fails, each gets its own, so that only that one is refused. */
function commit(steps: Step[]): Committed {
  const startedAt = performance.now()
  let outcomes: Outcome[]
  try {
    outcomes = transact(() => steps.map(take))
  } catch {
    outcomes = steps.map(alone)
  }
  return { outcomes, commitMs: performance.now() - startedAt, totalBytes: writer.totalBytes }
}

/** Contents that were read are handed over, not copied. */
function handedOver({ outcomes }: Committed): Transferable[] {
  return outcomes.flatMap((outcome) => {
    const value = outcome.ok ? outcome.value : undefined
    const bytes = value instanceof Uint8Array ? value : bytesOf(value)
    return bytes === undefined ? [] : [bytes.buffer as ArrayBuffer]
  })
}

function bytesOf(value: unknown): Uint8Array | undefined {
  const isInMemory = typeof value === 'object' && value !== null && 'bytes' in value
  return isInMemory ? (value.bytes as Uint8Array) : undefined
}

port.on('message', (steps: Step[] | 'close') => {
  if (steps === 'close') {
    closeFileDatabase(database)
    port.close()
    return
  }
  const committed = commit(steps)
  port.postMessage(committed, handedOver(committed))
})
port.postMessage({ outcomes: [], commitMs: 0, totalBytes: writer.totalBytes } satisfies Committed)
