/** A timer waits no longer than this in Node; what is due later is looked at again. */
const TIMER_MS_MAX = 2 ** 31 - 1

/** One timer to the next deadline of something that keeps many. */
export function createWake(now: () => number, wake: () => void) {
  let timer: NodeJS.Timeout | undefined
  let wakesAt = Number.POSITIVE_INFINITY
  return {
    /** Wakes at this time, or a little before; a timer that is too early only looks again. */
    at(time: number): void {
      if (time >= wakesAt) return
      clearTimeout(timer)
      wakesAt = time
      const waitMs = Math.min(TIMER_MS_MAX, Math.max(0, time - now()))
      timer = setTimeout(() => {
        wakesAt = Number.POSITIVE_INFINITY
        wake()
      }, waitMs)
    },
    close(): void {
      clearTimeout(timer)
    },
  }
}
