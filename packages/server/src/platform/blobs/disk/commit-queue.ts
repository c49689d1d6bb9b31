import { Worker } from 'node:worker_threads'
import { Refusal } from '@parley/protocol'
import { storageUnavailable } from './failures.ts'
import type { Committed, Outcome, Step, StepResults } from './steps.ts'

/** Steps and bytes of one commit: past that it only takes longer, not less for each. */
const BATCH_STEPS_MAX = 256
const BATCH_BYTES_MAX = 8_388_608

/** What may wait for a commit before more is refused. */
const WAITING_STEPS_MAX = 20_000
const WAITING_BYTES_MAX = 134_217_728

/** What the store tells of one commit. */
export interface CommitObserver {
  committed(steps: number, seconds: number): void
  /** The thread died: no file can be stored any more. */
  failed(error: Error): void
}

interface Waiting {
  step: Step
  resolve: (value: never) => void
  reject: (error: Error) => void
}

/**
 * The thread of the file store, seen from the event loop: group commit without timers, as messages
 * have it. The next batch is whatever gathered while the last commit ran. Bytes of a step
 * must stay as they are until it is answered.
 */
export async function openCommitQueue(file: string, folder: string, observer: CommitObserver) {
  const worker = new Worker(new URL('./writer.ts', import.meta.url), {
    workerData: { file, folder },
  })
  let waiting: Waiting[] = []
  let waitingBytes = 0
  let committing: Waiting[] = []
  let totalBytes = 0
  let failure: Error | undefined
  let onIdle: (() => void) | undefined

  function flush(): void {
    if (committing.length > 0 || waiting.length === 0) return
    let count = 0
    let bytes = 0
    while (count < waiting.length && count < BATCH_STEPS_MAX && bytes < BATCH_BYTES_MAX) {
      bytes += lengthOf((waiting[count] as Waiting).step)
      count += 1
    }
    committing = waiting.splice(0, count)
    waitingBytes -= bytes
    const gathered = Buffer.allocUnsafeSlow(bytes).buffer
    const steps = handOver(
      committing.map(({ step }) => step),
      gathered,
    )
    worker.postMessage(steps, [gathered])
  }

  function answered({ outcomes, commitMs, totalBytes: total }: Committed): void {
    totalBytes = total
    const done = committing
    committing = []
    // The next commit runs while this one's outcomes are handed out.
    flush()
    observer.committed(done.length, commitMs / 1_000)
    for (const [index, { resolve, reject }] of done.entries()) {
      const outcome = outcomes[index] as Outcome
      if (outcome.ok) resolve(outcome.value as never)
      else reject(storageUnavailable(Object.assign(new Error(), outcome.error)))
    }
    if (committing.length === 0) onIdle?.()
  }

  function fail(error: Error): void {
    failure = error
    const lost = [...committing, ...waiting]
    committing = []
    waiting = []
    for (const { reject } of lost) reject(storageUnavailable(error))
    onIdle?.()
  }

  await new Promise((resolve, reject) => {
    worker.once('message', (opened: Committed) => {
      totalBytes = opened.totalBytes
      resolve(undefined)
    })
    worker.once('error', reject)
  })
  worker.on('message', answered)
  worker.on('error', (error) => {
    fail(error as Error)
    observer.failed(error as Error)
  })

  return {
    /** Rejects with `overloaded` when too much waits, and `storage_unavailable` when none can. */
    submit<Kind extends Step['kind']>(
      step: Extract<Step, { kind: Kind }>,
    ): Promise<StepResults[Kind]> {
      if (failure !== undefined) return Promise.reject(storageUnavailable(failure))
      if (waiting.length >= WAITING_STEPS_MAX || waitingBytes >= WAITING_BYTES_MAX) {
        return Promise.reject(
          new Refusal('overloaded', 'Too much waits to be stored. Try again in a moment.'),
        )
      }
      return new Promise<StepResults[Kind]>((resolve, reject) => {
        waiting.push({ step, resolve: resolve as (value: never) => void, reject })
        waitingBytes += lengthOf(step)
        flush()
      })
    },

    get totalBytes() {
      return totalBytes
    },

    /** Commits what waits, then ends the thread. */
    async close(): Promise<void> {
      if (committing.length > 0) {
        await new Promise<void>((resolve) => {
          onIdle = resolve
        })
      }
      if (failure !== undefined) return
      const exited = new Promise((resolve) => worker.once('exit', resolve))
      failure = new Error('the file store was closed')
      worker.postMessage('close')
      await exited
    },
  }
}

/**
 * The steps with all contents copied into one piece of memory, which changes hands: that is cheaper
 * than handing over each, and what the network gave is not ours to give away.
 */
function handOver(steps: Step[], gathered: ArrayBuffer): Step[] {
  let at = 0
  return steps.map((step) => {
    if (step.kind !== 'keep') return step
    const bytes = new Uint8Array(gathered, at, step.bytes.length)
    bytes.set(step.bytes)
    at += bytes.length
    return { ...step, bytes }
  })
}

function lengthOf(step: Step): number {
  return step.kind === 'keep' ? step.bytes.length : 0
}
