import { parentPort, workerData } from 'node:worker_threads'
import { learn } from '../prediction/index.ts'
import { fromColumns, type OutcomeColumns } from './outcome-columns.ts'

// The thread of `learnInWorker`: learns from what it was started with, tells of each step, and ends.
const { columns, now } = workerData as { columns: OutcomeColumns; now: number }
let told = 0
const learned = learn(fromColumns(columns), now, (step, progress) => {
  // A word now and then is enough.
  if (progress > 0 && progress < 1 && progress - told < 0.05 && progress > told) return
  told = progress
  parentPort?.postMessage({ type: 'step', step, progress })
})
parentPort?.postMessage({ type: 'learned', learned })
