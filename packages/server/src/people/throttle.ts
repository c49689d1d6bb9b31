import { Refusal } from '@parley/protocol'
import { LRUCache } from 'lru-cache'

/** Failures that cost nothing; each further one doubles the wait. */
const FREE_FAILURES = 5
const WAIT_MS_MIN = 1_000
const WAIT_MS_MAX = 15 * 60_000

/** Keys remembered at most, about 100 bytes each; the oldest are forgotten first. */
const KEYS_MAX = 50_000

/**
 * Slows down guessing: after some failures a key (an e-mail, an address) has to wait, each time
 * twice as long, until it succeeds or is quiet for an hour.
 */
export function createThrottle(now: () => number) {
  const failures = new LRUCache<string, { count: number; until: number }>({
    max: KEYS_MAX,
    ttl: 60 * 60_000,
  })
  return {
    /** @throws {Refusal} `too_many_requests` while one of the keys has to wait. */
    check(...keys: string[]): void {
      const until = Math.max(...keys.map((key) => failures.get(key)?.until ?? 0))
      const waitMs = until - now()
      if (waitMs <= 0) return
      throw new Refusal(
        'too_many_requests',
        `Too many attempts. Try again in ${Math.ceil(waitMs / 1000)} seconds.`,
        { retryAfterMs: waitMs },
      )
    },

    failed(...keys: string[]): void {
      for (const key of keys) {
        const count = (failures.get(key)?.count ?? 0) + 1
        const excess = count - FREE_FAILURES
        const waitMs = excess < 0 ? 0 : Math.min(WAIT_MS_MAX, WAIT_MS_MIN * 2 ** excess)
        failures.set(key, { count, until: now() + waitMs })
      }
    },

    succeeded(...keys: string[]): void {
      for (const key of keys) failures.delete(key)
    },
  }
}

export type Throttle = ReturnType<typeof createThrottle>
