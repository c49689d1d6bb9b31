import type { Point } from './series.ts'

/** A burst within a series, in seconds since its beginning. */
export interface Burst {
  from: number
  until: number
}

/** So much above what is usual is still normal. */
const NORMAL_FACTOR = 1.5

/** And so much, because tiny latencies waver. */
const NORMAL_MS = 1

/** Windows in a row that have to be normal. */
const CALM_WINDOWS = 4

/**
 * Seconds from the end of a burst until p50 and p99 are as before it, and stay so for a second;
 * undefined when that does not come. Usual is the middle window's p50 before the burst, and the
 * highest p99 of its windows, the first of which still belongs to the start.
 */
export function secondsUntilNormal(series: readonly Point[], burst: Burst): number | undefined {
  const before = series.slice(1).filter(({ at_s }) => at_s < burst.from)
  const medians = before.map(({ p50_ms }) => p50_ms).sort((one, other) => one - other)
  const p50Max = (medians[Math.floor(medians.length / 2)] ?? 0) * NORMAL_FACTOR + NORMAL_MS
  const p99Max = Math.max(0, ...before.map(({ p99_ms }) => p99_ms)) * NORMAL_FACTOR + NORMAL_MS
  const after = series.filter(({ at_s }) => at_s >= burst.until)
  const isNormal = after.map(({ p50_ms, p99_ms }) => p50_ms <= p50Max && p99_ms <= p99Max)
  const calm = isNormal.findIndex(
    (_, index) =>
      isNormal.length - index >= CALM_WINDOWS &&
      isNormal.slice(index, index + CALM_WINDOWS).every(Boolean),
  )
  const first = after[calm]
  return first === undefined ? undefined : first.at_s - burst.until
}
