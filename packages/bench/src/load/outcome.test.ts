import assert from 'node:assert/strict'
import { it } from 'node:test'
import { encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import { createHistogram, toLatency } from '../report/latency.ts'
import { mergeOutcomes, type Outcome } from './outcome.ts'
import { createWindows } from './windows.ts'

function outcome(latenciesMs: number[], refused: Record<string, number>): Outcome {
  const histogram = createHistogram()
  const { windows, received } = createWindows(0)
  for (const ms of latenciesMs) {
    histogram.recordValue(ms * 1_000)
    received(0, ms)
  }
  return {
    tally: { sent: 4, refused: 1, lost: 1, doubled: 2, outOfOrder: 3 },
    carried: latenciesMs.length,
    receipts: encodeIntoCompressedBase64(histogram),
    acks: encodeIntoCompressedBase64(histogram),
    windows,
    refused,
    behind: 1,
    cpuS: 0.5,
  }
}

it('sums up what crews that worked side by side have to tell', () => {
  const merged = mergeOutcomes([
    outcome([1, 1, 1], { overloaded: 1 }),
    outcome([100], { overloaded: 2, internal: 1 }),
  ])
  assert.deepEqual(merged.tally, { sent: 8, refused: 2, lost: 2, doubled: 4, outOfOrder: 6 })
  assert.equal(merged.carried, 4)
  assert.deepEqual(merged.refused, { overloaded: 3, internal: 1 })
  const { p50, max } = toLatency(merged.receipts)
  assert.deepEqual([p50, Math.round(max)], [1, 100])
  assert.equal(merged.windows[0]?.received, 4)
})
