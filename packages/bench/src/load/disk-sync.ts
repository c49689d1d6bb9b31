import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Histogram } from 'hdr-histogram-js'
import { recordSince } from '../report/latency.ts'

const SYNCS = 200

/** A disk that is so slow is known well enough after this long. */
const PROBE_MS_MAX = 2_000

/** Records how long a small append takes until the disk in the folder holds it, in microseconds. */
export function probeDiskSync(folder: string, into: Histogram): void {
  const file = openSync(join(folder, 'disk-sync'), 'w')
  const block = Buffer.alloc(4_096, 1)
  const until = performance.now() + PROBE_MS_MAX
  try {
    for (let count = 0; count < SYNCS && performance.now() < until; count += 1) {
      const startedAt = performance.now()
      writeSync(file, block)
      fdatasyncSync(file)
      recordSince(into, startedAt)
    }
  } finally {
    closeSync(file)
  }
}
