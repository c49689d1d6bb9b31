import { Worker } from 'node:worker_threads'
import type { StudyResult } from '@parley/protocol/rest/routing-studies'
import { TooLittleHistory, type WhatIf } from '../simulator/index.ts'

type Told =
  | { type: 'progress'; share: number }
  | { type: 'done'; result: StudyResult }
  | { type: 'too_little' }

/**
 * `whatIf` in a thread of its own, so that the server answers meanwhile. The signal ends the thread
 * at once and rejects with its reason.
 *
 * @throws {TooLittleHistory}
 */
export async function whatIfInWorker(
  asked: WhatIf,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<StudyResult> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<StudyResult>()
  const worker = new Worker(new URL('./study-worker.ts', import.meta.url), { workerData: asked })
  const cancel = (): void => reject(signal.reason)
  signal.addEventListener('abort', cancel, { once: true })
  worker.on('message', (told: Told) => {
    if (told.type === 'progress') onProgress(told.share)
    else if (told.type === 'done') resolve(told.result)
    else reject(new TooLittleHistory('too_little_history'))
  })
  worker.once('error', reject)
  worker.once('exit', () => reject(new Error('The simulating thread ended early.')))
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', cancel)
    await worker.terminate()
  }
}
