import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** An engine's stand-in that begins to answer after so many milliseconds. */
export async function startEngine(
  firstDelayMs: number,
): Promise<AsyncDisposable & { baseUrl: string }> {
  const worker = new Worker(new URL('./engine-thread.ts', import.meta.url), {
    workerData: { firstDelayMs },
  })
  const [baseUrl] = (await once(worker, 'message')) as [string]
  return {
    baseUrl,
    async [Symbol.asyncDispose]() {
      await worker.terminate()
    },
  }
}
