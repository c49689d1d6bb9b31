import { parentPort, workerData } from 'node:worker_threads'
import { ModelError } from './model-error.ts'
import { type TrainingData, type TrainingOptions, train } from './train.ts'

// The thread of `trainInWorker`: trains what it was started with, tells of each tree, and ends.
const { data, options } = workerData as { data: TrainingData; options: Partial<TrainingOptions> }
try {
  const trained = train(data, options, (progress) =>
    parentPort?.postMessage({ type: 'progress', progress }),
  )
  parentPort?.postMessage({ type: 'trained', trained })
} catch (error) {
  if (!(error instanceof ModelError)) throw error
  // An error loses its class on its way between threads.
  parentPort?.postMessage({ type: 'refused', message: error.message })
}
