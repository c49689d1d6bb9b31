import { Worker } from 'node:worker_threads'
import { ModelError } from './model-error.ts'
import type { Trained, TrainingData, TrainingOptions, TrainingProgress } from './train.ts'

type Told =
  | { type: 'progress'; progress: TrainingProgress }
  | { type: 'trained'; trained: Trained }
  | { type: 'refused'; message: string }

/**
 * `train` in a thread of its own, so that the server answers meanwhile. The signal ends the thread
 * at once and rejects with its reason. Buffers that are shared are not copied.
 */
export async function trainInWorker(
  data: TrainingData,
  options: Partial<TrainingOptions>,
  { signal, onTree }: { signal?: AbortSignal; onTree?: (progress: TrainingProgress) => void } = {},
): Promise<Trained> {
  signal?.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<Trained>()
  const worker = new Worker(new URL('./train-worker.ts', import.meta.url), {
    workerData: { data, options },
  })
  const cancel = (): void => reject(signal?.reason)
  signal?.addEventListener('abort', cancel, { once: true })
  worker.on('message', (told: Told) => {
    switch (told.type) {
      case 'progress':
        onTree?.(told.progress)
        break
      case 'trained':
        resolve(told.trained)
        break
      case 'refused':
        reject(new ModelError('', told.message))
        break
    }
  })
  worker.once('error', reject)
  worker.once('exit', () => reject(new Error('The training thread ended early.')))
  try {
    return await promise
  } finally {
    signal?.removeEventListener('abort', cancel)
    await worker.terminate()
  }
}
