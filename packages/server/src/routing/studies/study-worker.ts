import { parentPort, workerData } from 'node:worker_threads'
import { TooLittleHistory, type WhatIf, whatIf } from '../simulator/index.ts'

// The thread of `whatIfInWorker`: simulates what it was started with, tells how far it is, and ends.
try {
  const result = whatIf(workerData as WhatIf, (share) =>
    parentPort?.postMessage({ type: 'progress', share }),
  )
  parentPort?.postMessage({ type: 'done', result })
} catch (error) {
  if (!(error instanceof TooLittleHistory)) throw error
  // An error loses its class on its way between threads.
  parentPort?.postMessage({ type: 'too_little' })
}
