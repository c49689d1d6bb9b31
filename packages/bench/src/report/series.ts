import type { Sample } from '../load/sampler.ts'
import { percentileOf, WINDOW_MS, type Window } from '../load/windows.ts'
import { round } from './report.ts'

/** One moment of a run, as `--json` writes it and the page draws it. */
export interface Point {
  /** Seconds since the measured time began, at the window's beginning. */
  at_s: number
  sent_per_s: number
  received_per_s: number
  refused_per_s: number
  p50_ms: number
  p99_ms: number
  /** Processors' worth of time; missing in windows after the measured time. */
  server_cpu?: number
  generator_cpu?: number
  server_rss_mb?: number
}

/** Windows and what was used meanwhile, as one series. */
export function toSeries(windows: readonly Window[], samples: readonly Sample[]): Point[] {
  const perSecond = 1_000 / WINDOW_MS
  return windows.map((window, index) => {
    const sample = samples[index]
    return {
      at_s: round((index * WINDOW_MS) / 1_000, 2),
      sent_per_s: window.sent * perSecond,
      received_per_s: window.received * perSecond,
      refused_per_s: window.refused * perSecond,
      p50_ms: round(percentileOf(window, 50), 3),
      p99_ms: round(percentileOf(window, 99), 3),
      ...(sample === undefined
        ? {}
        : {
            server_cpu: round(sample.serverCpu, 2),
            generator_cpu: round(sample.generatorCpu, 2),
            server_rss_mb: round(sample.serverRssMb, 1),
          }),
    }
  })
}
