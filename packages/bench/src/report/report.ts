import type { Histogram } from 'hdr-histogram-js'
import type { ProcessCost } from '../load/process-cost.ts'

/** The result of a run, as `--json` writes it. Scenarios add fields of their own. */
export interface Report {
  scenario: string
  offered_per_s: number
  carried_per_s: number
  /** From when a message was due to its receipt on the other side. */
  latency_ms: { mean: number; p50: number; p90: number; p99: number; max: number }
  lost: number
  doubled: number
  out_of_order: number
  /** Of the measured time alone. */
  server: { cpu_s: number; rss_mb: number }
  generator: { cpu_s: number }
  [field: string]: unknown
}

/** Histograms hold microseconds. */
export function toLatency(histogram: Histogram): Report['latency_ms'] {
  const ms = (microseconds: number) => Math.round(microseconds / 10) / 100
  return {
    mean: ms(histogram.mean),
    p50: ms(histogram.getValueAtPercentile(50)),
    p90: ms(histogram.getValueAtPercentile(90)),
    p99: ms(histogram.getValueAtPercentile(99)),
    max: ms(histogram.maxValue),
  }
}

/** What was used from one reading to the next, and the memory at its end. */
export function costBetween(before: ProcessCost, after: ProcessCost): Report['server'] {
  return {
    cpu_s: Math.round((after.cpuS - before.cpuS) * 100) / 100,
    rss_mb: Math.round(after.rssMb * 10) / 10,
  }
}

/** The report as lines of a table. */
export function toTable(report: Report): string {
  const { latency_ms: latency, server, generator } = report
  const perMessage = (cpuS: number) => {
    const messages = report.carried_per_s * Number(report.seconds)
    return messages === 0 ? '' : `${((cpuS / messages) * 1e6).toFixed(1)} µs a message`
  }
  const rows: [string, string][] = [
    ['offered', `${report.offered_per_s} messages/s`],
    ['carried', `${report.carried_per_s} messages/s`],
    ['latency, mean', `${latency.mean} ms`],
    ['latency, p50', `${latency.p50} ms`],
    ['latency, p90', `${latency.p90} ms`],
    ['latency, p99', `${latency.p99} ms`],
    ['latency, max', `${latency.max} ms`],
    [
      'lost / doubled / out of order',
      `${report.lost} / ${report.doubled} / ${report.out_of_order}`,
    ],
    ['server CPU', `${server.cpu_s} s, ${perMessage(server.cpu_s)}`],
    ['server memory', `${server.rss_mb} MB`],
    ['generator CPU', `${generator.cpu_s} s, ${perMessage(generator.cpu_s)}`],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')
}
