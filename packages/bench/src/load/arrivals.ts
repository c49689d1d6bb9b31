/** How often what has become due is sent, in milliseconds. */
const TICK_MS = 1

/** Most that is sent in one go, so that a late tick still lets answers in. */
const BURST_MAX = 2_000

/**
 * Calls `arrive` at a constant rate, whether or not earlier ones have been answered (an open loop):
 * what is late is sent late but counted from when it was due, so a server that stalls cannot hide
 * it. Resolves after the last one.
 */
export function arriveAtRate(
  perSecond: number,
  seconds: number,
  arrive: (dueAt: number) => void,
): Promise<void> {
  const startedAt = performance.now()
  const total = Math.round(perSecond * seconds)
  let arrived = 0
  return new Promise((resolve) => {
    const tick = () => {
      const elapsed = performance.now() - startedAt
      const due = Math.min(total, Math.floor((elapsed / 1000) * perSecond), arrived + BURST_MAX)
      for (; arrived < due; arrived += 1) arrive(startedAt + ((arrived + 1) / perSecond) * 1000)
      if (arrived === total) resolve()
      else setTimeout(tick, TICK_MS)
    }
    tick()
  })
}
