/** Length of a window, in milliseconds. */
export const WINDOW_MS = 250

/** Buckets for each doubling of a latency: a percentile is exact to 4 %. */
const BUCKETS_PER_OCTAVE = 16

/** From one microsecond to some ten minutes. */
const BUCKETS = 30 * BUCKETS_PER_OCTAVE

/** What happened within one window; windows of several processes are summed up. */
export interface Window {
  sent: number
  received: number
  refused: number
  /** How many receipts had about which latency. */
  buckets: Uint32Array
}

const emptyWindow = (): Window => ({
  sent: 0,
  received: 0,
  refused: 0,
  buckets: new Uint32Array(BUCKETS),
})

/** Gathers what happens by when it happens, in the clock of `performance.now()`. */
export function createWindows(startedAt: number) {
  const windows: Window[] = []

  function at(now: number): Window {
    const index = Math.max(0, Math.floor((now - startedAt) / WINDOW_MS))
    while (windows.length <= index) windows.push(emptyWindow())
    return windows[index] as Window
  }

  return {
    windows,
    sent(now: number): void {
      at(now).sent += 1
    },
    refused(now: number): void {
      at(now).refused += 1
    },
    received(now: number, latencyMs: number): void {
      const window = at(now)
      const octave = Math.log2(Math.max(1, latencyMs * 1_000))
      const bucket = Math.min(BUCKETS - 1, Math.round(octave * BUCKETS_PER_OCTAVE))
      window.received += 1
      window.buckets[bucket] = (window.buckets[bucket] as number) + 1
    },
  }
}

/** The latency that so many percent of the window's receipts do not pass, in milliseconds. */
export function percentileOf({ received, buckets }: Window, percentile: number): number {
  const wanted = Math.ceil((received * percentile) / 100)
  let seen = 0
  for (const [bucket, count] of buckets.entries()) {
    seen += count
    if (seen >= wanted && count > 0) return 2 ** (bucket / BUCKETS_PER_OCTAVE) / 1_000
  }
  return 0
}

/** Windows of several processes that began together, as one row. */
export function sumWindows(rows: readonly (readonly Window[])[]): Window[] {
  const summed = Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, emptyWindow)
  for (const row of rows) {
    for (const [index, window] of row.entries()) {
      const sum = summed[index] as Window
      sum.sent += window.sent
      sum.received += window.received
      sum.refused += window.refused
      for (const [bucket, count] of window.buckets.entries()) {
        sum.buckets[bucket] = (sum.buckets[bucket] as number) + count
      }
    }
  }
  return summed
}
