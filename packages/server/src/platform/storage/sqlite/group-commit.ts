import { Worker } from 'node:worker_threads'
import { WriteConflict } from '../storage.ts'
import { overloaded, storageUnavailable } from './refusals.ts'
import type {
  Outcome,
  RunResult,
  Step,
  WriterOptions,
  WriterReply,
  WriterRequest,
} from './steps.ts'

/** Steps in one commit. PLATFORM: past some hundred rows a commit only gets slower, not cheaper. */
const BATCH_STEPS_MAX = 256

/** Steps that may wait for a commit before more are refused; about 1 KB each. */
const WAITING_STEPS_MAX = 20_000

/** What the storage tells of one commit. */
export interface CommitObserver {
  committed(steps: number, seconds: number): void
  /** Something could not be stored; what is refused for it is told to whoever asked. */
  failed(error: Error): void
}

interface Waiting {
  step: Step
  resolve: (value: RunResult) => void
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
  let folding: { resolve: () => void; reject: (error: Error) => void } | undefined
  let failure: Error | undefined
  let onIdle: (() => void) | undefined

  function ask(request: WriterRequest): void {
    worker.postMessage(request)
  }

  function flush(): void {
    if (committing.length > 0 || waiting.length === 0) return
    committing = waiting.splice(0, BATCH_STEPS_MAX)
    ask({ kind: 'commit', steps: committing.map(({ step }) => step) })
  }

  worker.on('message', (reply: WriterReply) => {
    if (reply.kind === 'folded') {
      const done = folding
      folding = undefined
      if (reply.error === undefined) done?.resolve()
      else done?.reject(new Error(reply.error))
      return
    }
    const done = committing
    committing = []
    // The next commit runs while this one's outcomes are handed out.
    flush()
    observer.committed(done.length, reply.commitMs / 1000)
    for (const [index, { resolve, reject }] of done.entries()) {
      const outcome = reply.outcomes[index] as Outcome
      if (outcome.ok) resolve(outcome.value)
      else reject(toError(outcome.error))
    }
    if (committing.length === 0) onIdle?.()
  })

  worker.on('error', (error) => {
    failure = error as Error
    const lost = [...committing, ...waiting]
    committing = []
    waiting = []
    for (const { reject } of lost) reject(storageUnavailable(failure))
    folding?.reject(failure)
    folding = undefined
    onIdle?.()
    observer.failed(failure)
  })

  return {
    /** Rejects with `overloaded` when too many wait, and `storage_unavailable` when none can. */
    submit(step: Step): Promise<RunResult> {
      if (failure !== undefined) return Promise.reject(storageUnavailable(failure))
      if (waiting.length >= WAITING_STEPS_MAX) return Promise.reject(overloaded())
      return new Promise<RunResult>((resolve, reject) => {
        waiting.push({ step, resolve, reject })
        flush()
      })
    },

    /** Brings a generation of the journal into the tables; one at a time, with pauses. */
    fold(generation: number, end: number, isHurried: boolean): Promise<void> {
      if (failure !== undefined) return Promise.reject(failure)
      return new Promise<void>((resolve, reject) => {
        folding = { resolve, reject }
        ask({ kind: 'fold', generation, end, isHurried })
      })
    },

    /** From here on the fold under way takes no pauses. */
    hurry(): void {
      if (folding !== undefined) ask({ kind: 'hurry' })
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
        ask({ kind: 'close' })
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
