import type { Latency } from './latency.ts'
import type { Report } from './report.ts'

/** The report as lines of a table; `rows` are the scenario's own, `unit` what is counted. */
export function toTable(
  report: Report,
  rows: readonly [string, string][] = [],
  unit: 'message' | 'question' = 'message',
): string {
  const { server, generator, other, machine } = report
  const messages = report.carried_per_s * report.seconds
  const perMessage = (cpuS: number) =>
    messages === 0 ? '' : `, ${((cpuS / messages) * 1e6).toFixed(0)} µs a ${unit}`
  const carried: [string, string][] = [
    ['offered', `${report.offered_per_s} ${unit}s/s`],
    ['carried', `${report.carried_per_s} ${unit}s/s`],
    [unit === 'message' ? 'send to receipt' : 'asked to answered', toLine(report.latency_ms)],
  ]
  const all: [string, string][] = [
    // Where nothing is offered, only the scenario's own rows say what happened.
    ...(report.offered_per_s === 0 ? [] : carried),
    ...rows,
    ['lost', String(report.lost)],
    ['doubled', String(report.doubled)],
    ['out of order', String(report.out_of_order)],
    ['server CPU', `${server.cpu_s} s${perMessage(server.cpu_s)}`],
    ['server memory', `${server.rss_mb} MB`],
    ['server writes', `${server.written_mb} MB`],
    ['generator CPU', `${generator.cpu_s} s${perMessage(generator.cpu_s)}`],
    ['all else, CPU', `${other.cpu_s} s of ${(machine.cpus * report.seconds).toFixed(0)}`],
    ['machine', `${machine.cpus} × ${machine.model}, Node ${machine.node}`],
    ['its disk, one sync', toLine(machine.disk_sync_ms)],
  ]
  const width = Math.max(...all.map(([name]) => name.length))
  return all.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')
}

/** Percentiles on one line. */
export function toLine({ mean, p50, p90, p99, max }: Latency): string {
  return `mean ${mean}, p50 ${p50}, p90 ${p90}, p99 ${p99}, max ${max} ms`
}
