import { Refusal } from '@parley/protocol'
import { LRUCache } from 'lru-cache'

/** What attempts are counted by: somebody's e-mail or id, or an address that many may share. */
export interface Key {
  name: string
  /** Failures that cost nothing; each further one doubles the wait. */
  freeFailures: number
}

/** One person mistypes now and then; a whole office does behind one address. */
export const byEmail = (email: string): Key => ({ name: `email ${email}`, freeFailures: 5 })
export const byAgent = (agentId: string): Key => ({ name: `agent ${agentId}`, freeFailures: 5 })
export const byAddress = (address: string): Key => ({
  name: `address ${address}`,
  freeFailures: 30,
})

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
    check(...keys: Key[]): void {
      const until = Math.max(...keys.map(({ name }) => failures.get(name)?.until ?? 0))
      const waitMs = until - now()
      if (waitMs <= 0) return
      throw new Refusal(
        'too_many_requests',
        `Too many attempts. Try again in ${Math.ceil(waitMs / 1000)} seconds.`,
        { retryAfterMs: waitMs },
      )
    },

    failed(...keys: Key[]): void {
      for (const { name, freeFailures } of keys) {
        const count = (failures.get(name)?.count ?? 0) + 1
        const excess = count - freeFailures
        const waitMs = excess < 0 ? 0 : Math.min(WAIT_MS_MAX, WAIT_MS_MIN * 2 ** excess)
        failures.set(name, { count, until: now() + waitMs })
      }
    },

    /** Takes one counted failure back: it was none. */
    forgive({ name }: Key): void {
      const known = failures.get(name)
      if (known !== undefined) failures.set(name, { count: known.count - 1, until: 0 })
    },

    forget({ name }: Key): void {
      failures.delete(name)
    },
  }
}

export type Throttle = ReturnType<typeof createThrottle>
