import { build, type Histogram } from 'hdr-histogram-js'

export interface Latency {
  mean: number
  p50: number
  p90: number
  p99: number
  max: number
}

/** A histogram of times in microseconds, from one to ten minutes, exact to three digits. */
export function createHistogram(): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 600_000_000,
    numberOfSignificantValueDigits: 3,
  })
}

/** Records the time since `from`, which is in the clock of `performance.now()`. */
export function recordSince(histogram: Histogram, from: number): void {
  histogram.recordValue(Math.max(1, Math.round((performance.now() - from) * 1_000)))
}

/** What a histogram of microseconds says, in milliseconds. */
export function toLatency(histogram: Histogram): Latency {
  const ms = (microseconds: number) => Math.round(microseconds / 10) / 100
  return {
    mean: ms(histogram.mean),
    p50: ms(histogram.getValueAtPercentile(50)),
    p90: ms(histogram.getValueAtPercentile(90)),
    p99: ms(histogram.getValueAtPercentile(99)),
    max: ms(histogram.maxValue),
  }
}
