import { availableParallelism, cpus } from 'node:os'
import type { Measured } from '../load/open-loop.ts'
import type { Latency } from './latency.ts'

/** The result of a run, as `--json` writes it. Scenarios add fields of their own. */
export interface Report {
  scenario: string
  offered_per_s: number
  /** Due and delivered within the measured time: what falls behind is not carried. */
  carried_per_s: number
  /** From when a message was due to its receipt on the other side. */
  latency_ms: Latency
  lost: number
  doubled: number
  out_of_order: number
  /** Of the measured time alone. */
  server: { cpu_s: number; rss_mb: number; written_mb: number }
  generator: { cpu_s: number }
  /** What everything else on the machine used: it takes from both. */
  other: { cpu_s: number }
  seconds: number
  machine: { cpus: number; model: string; node: string; disk_sync_ms: Latency }
  [field: string]: unknown
}

/** The part of a report that every scenario takes from its measured time. */
export function describeCost({ seconds, server, generatorCpuS, otherCpuS }: Measured) {
  return {
    server: {
      cpu_s: round(server.cpuS, 2),
      rss_mb: round(server.rssMb, 1),
      written_mb: round(server.writtenMb, 1),
    },
    generator: { cpu_s: round(generatorCpuS, 2) },
    other: { cpu_s: round(otherCpuS, 2) },
    seconds: round(seconds, 1),
  }
}

export function describeMachine(diskSync: Latency): Report['machine'] {
  return {
    cpus: availableParallelism(),
    model: cpus()[0]?.model ?? 'unknown',
    node: process.version,
    disk_sync_ms: diskSync,
  }
}

/** Rounds to so many digits after the point. */
export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
