import { Worker } from 'node:worker_threads'
import type { Learned, LearningStep } from '../prediction/index.ts'
import { buffersOf, type OutcomeColumns } from './outcome-columns.ts'

type Told =
  | { type: 'step'; step: LearningStep; progress: number }
  | { type: 'learned'; learned: Learned }

/**
 * `learn` in a thread of its own, so that the server answers meanwhile. The columns are handed over
 * and empty afterwards. The signal ends the thread at once and rejects with its reason.
 */
export async function learnInWorker(
  columns: OutcomeColumns,
  now: number,
  signal: AbortSignal,
  onStep: (step: LearningStep, progress: number) => void,
): Promise<Learned> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<Learned>()
  const worker = new Worker(new URL('./learn-worker.ts', import.meta.url), {
    workerData: { columns, now },
    transferList: buffersOf(columns),
  })
  const cancel = (): void => reject(signal.reason)
  signal.addEventListener('abort', cancel, { once: true })
  worker.on('message', (told: Told) => {
    if (told.type === 'step') onStep(told.step, told.progress)
    else resolve(told.learned)
  })
  worker.once('error', reject)
  worker.once('exit', () => reject(new Error('The learning thread ended early.')))
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', cancel)
    await worker.terminate()
  }
}
