import { Refusal } from '@parley/protocol'

/** The refusal of a step that came when too many waited already. */
export function overloaded(): Refusal {
  return new Refusal('overloaded', 'Too much waits to be stored. Try again in a moment.', {
    retryAfterMs: 1_000,
  })
}

/** The refusal of a step that the storage failed to store; the cause stays inside. */
export function storageUnavailable(cause: Error): Refusal {
  const refusal = new Refusal(
    'storage_unavailable',
    'Nothing was stored, because the storage failed. Try again in a moment.',
    { retryAfterMs: 2_000 },
  )
  refusal.cause = cause
  return refusal
}
