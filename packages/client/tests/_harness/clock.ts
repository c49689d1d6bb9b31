import type { Environment } from '../../src/index.ts'

/** Time that a test moves by hand. */
export interface Clock extends Environment {
  /** Timers that are set and not cleared. */
  readonly timers: number
  /** Moves the time on, and runs what falls due on the way, in its order. */
  advance(ms: number): void
}

export function createClock(random: () => number = () => 0.5): Clock {
  const timers = new Map<number, { at: number; run: () => void }>()
  let now = 1_000_000
  let lastId = 0
  return {
    get timers() {
      return timers.size
    },
    now: () => now,
    random,
    setTimer(run, ms) {
      lastId += 1
      timers.set(lastId, { at: now + ms, run })
      return lastId
    },
    clearTimer(timer) {
      timers.delete(timer as number)
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const due = [...timers].filter(([, { at }]) => at <= end)
        const [next] = due.sort(([, one], [, other]) => one.at - other.at)
        if (next === undefined) break
        const [id, { at, run }] = next
        timers.delete(id)
        now = at
        run()
      }
      now = end
    },
  }
}

/** Lets promises that have been settled go on. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
