import { Refusal } from '@parley/protocol'

/** The refusal of what the disk did not take; the cause stays inside. */
export function storageUnavailable(cause: Error): Refusal {
  const refusal = new Refusal(
    'storage_unavailable',
    'Nothing was stored, because the disk for files failed. Try again in a moment.',
    { retryAfterMs: 5_000 },
  )
  refusal.cause = cause
  return refusal
}

/** Does work on the disk, and turns what fails into that refusal. */
export async function onDisk<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw storageUnavailable(error as Error)
  }
}
