import { parentPort, workerData } from 'node:worker_threads'
import { startStandIn } from '../../../stand-ins/src/index.ts'

// An engine in a thread of its own, so that the generator's work does not make it late.
const { firstDelayMs } = workerData as { firstDelayMs: number }
const standIn = await startStandIn('openai', {
  requestsMax: 1,
  script: { firstDelayMs, text: ['Cats sing ', 'of moons, ', 'poets of cats.'] },
})
parentPort?.postMessage(standIn.baseUrl)
