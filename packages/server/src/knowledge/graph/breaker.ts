/** Failures in a row after which nobody is asked for a while. */
const FAILURES_MAX = 5
const OPEN_MS = 30_000

/**
 * Spares a broken endpoint, and everybody who would wait for it: after some failures in a row it is
 * left alone for half a minute, then one call tries again.
 */
export function createBreaker(now: () => number) {
  let failures = 0
  let closedAgainAt = 0

  return {
    /** Whether a call may be made now; whoever asks makes it and tells how it went. */
    admits(): boolean {
      if (failures < FAILURES_MAX) return true
      if (now() < closedAgainAt) return false
      // Until this one is back, the others go on without.
      closedAgainAt = now() + OPEN_MS
      return true
    },
    succeeded(): void {
      failures = 0
    },
    failed(): void {
      failures += 1
      if (failures >= FAILURES_MAX) closedAgainAt = now() + OPEN_MS
    },
  }
}

export type Breaker = ReturnType<typeof createBreaker>
