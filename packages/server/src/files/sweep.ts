import type { FilesPorts } from './ports.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Uploads removed in one step, so that what people wait for gets its turn in between. */
const STEP_FILES = 200

/**
 * Removes what no message needs and nobody will post any more: parts and whole uploads that are a
 * day old, and content without an upload, as a crash leaves it. An upload that is being posted has
 * been claimed before, so it is never among them. Resolves with how many went.
 */
async function sweepFiles({ store, parts, observer, now }: FilesPorts): Promise<number> {
  const before = now() - DAY_MS
  let swept = await parts.sweep(before)
  for (;;) {
    const removed = await store.sweepUnclaimed(before, STEP_FILES)
    swept += removed
    if (removed < STEP_FILES) break
  }
  swept += await store.sweepStrays(before)
  if (swept > 0) observer.swept(swept)
  return swept
}

/** Sweeps now and then hourly, until it is disposed. A sweep that fails is reported and tried again. */
export function startSweeping(ports: FilesPorts): AsyncDisposable {
  let running = Promise.resolve()
  const sweep = () => {
    running = running.then(async () => {
      try {
        await sweepFiles(ports)
      } catch (error) {
        ports.observer.failed(error, 'sweep')
      }
    })
  }
  sweep()
  const timer = setInterval(sweep, HOUR_MS)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await running
    },
  }
}
