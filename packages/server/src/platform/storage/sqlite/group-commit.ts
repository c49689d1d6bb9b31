import { Worker } from 'node:worker_threads'
import { Refusal } from '@parley/protocol'
import { WriteConflict } from '../storage.ts'
import type { Committed, Outcome, Step, StepResults, WriterOptions } from './steps.ts'

/** Steps in one commit. PLATFORM: past some hundred rows a commit only gets slower, not cheaper. */
const BATCH_STEPS_MAX = 256

/** Steps that may wait for a commit before more are refused; about 1 KB each. */
const WAITING_STEPS_MAX = 20_000

/** What the storage tells of one commit. */
export interface CommitObserver {
  committed(steps: number, seconds: number): void
  /** The writer thread died: nothing can be stored any more. */
  failed(error: Error): void
}

interface Waiting {
  step: Step
  resolve: (value: never) => void
  reject: (error: Error) => void
}

/**
 * The writer thread, seen from the event loop: group commit without timers. The next batch is
 * whatever gathered while the last commit ran, so a lone step commits at once and a flood commits
 * in big batches.
 */
export function createGroupCommit(options: WriterOptions, observer: CommitObserver) {
  const worker = new Worker(new URL('./writer.ts', import.meta.url), { workerData: options })
  let waiting: Waiting[] = []
  let committing: Waiting[] = []
  let failure: Error | undefined
  let onIdle: (() => void) | undefined

  function flush(): void {
    if (committing.length > 0 || waiting.length === 0) return
    committing = waiting.splice(0, BATCH_STEPS_MAX)
    worker.postMessage(committing.map(({ step }) => step))
  }

  worker.on('message', ({ outcomes, commitMs }: Committed) => {
    const done = committing
    committing = []
    // The next commit runs while this one's outcomes are handed out.
    flush()
    observer.committed(done.length, commitMs / 1000)
    for (const [index, { resolve, reject }] of done.entries()) {
      const outcome = outcomes[index] as Outcome
      if (outcome.ok) resolve(outcome.value as never)
      else reject(toError(outcome.error))
    }
    if (committing.length === 0) onIdle?.()
  })

  function fail(error: Error): void {
    failure = error
    const lost = [...committing, ...waiting]
    committing = []
    waiting = []
    for (const { reject } of lost) reject(storageUnavailable(error))
    onIdle?.()
  }

  worker.on('error', (error) => {
    fail(error as Error)
    observer.failed(error as Error)
  })

  return {
    /** Rejects with `overloaded` when too many wait, and `storage_unavailable` when none can. */
    submit<Kind extends Step['kind']>(
      step: Extract<Step, { kind: Kind }>,
    ): Promise<StepResults[Kind]> {
      if (failure !== undefined) return Promise.reject(storageUnavailable(failure))
      if (waiting.length >= WAITING_STEPS_MAX) {
        return Promise.reject(
          new Refusal('overloaded', 'Too much waits to be stored. Try again in a moment.', {
            retryAfterMs: 1_000,
          }),
        )
      }
      return new Promise<StepResults[Kind]>((resolve, reject) => {
        waiting.push({ step, resolve: resolve as (value: never) => void, reject })
        flush()
      })
    },

    get waitingSteps(): number {
      return waiting.length
    },

    /** Commits what waits, then ends the thread. */
    async close(): Promise<void> {
      if (committing.length > 0) {
        await new Promise<void>((resolve) => {
          onIdle = resolve
        })
      }
      if (failure === undefined) {
        const exited = new Promise((resolve) => worker.once('exit', resolve))
        failure = new Error('the storage was closed')
        worker.postMessage('close')
        await exited
      }
    },
  }
}

export type GroupCommit = ReturnType<typeof createGroupCommit>

function toError(error: { name: string; message: string }): Error {
  if (error.name === 'WriteConflict') return new WriteConflict(error.message)
  return storageUnavailable(Object.assign(new Error(error.message), { name: error.name }))
}

function storageUnavailable(cause: Error): Refusal {
  const refusal = new Refusal(
    'storage_unavailable',
    'Nothing was stored, because the storage failed. Try again in a moment.',
    { retryAfterMs: 2_000 },
  )
  refusal.cause = cause
  return refusal
}
