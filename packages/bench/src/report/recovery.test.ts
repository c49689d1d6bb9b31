import assert from 'node:assert/strict'
import { it } from 'node:test'
import { secondsUntilNormal } from './recovery.ts'
import type { Point } from './series.ts'

/** A series of quarter seconds with these latencies. */
const seriesOf = (latencies: number[]): Point[] =>
  latencies.map((p50_ms, index) => ({
    at_s: index / 4,
    sent_per_s: 0,
    received_per_s: 0,
    refused_per_s: 0,
    p50_ms,
    p99_ms: p50_ms * 2,
  }))

const calm = [9, 2, 2, 3, 2, 2, 2, 2]
const burst = { from: 2, until: 3 }

it('finds when latency is as it was before a burst', () => {
  const high = [50, 80, 90, 99]
  assert.equal(secondsUntilNormal(seriesOf([...calm, ...high, 2, 2, 2, 2]), burst), 0)
  assert.equal(secondsUntilNormal(seriesOf([...calm, ...high, 60, 30, 3, 2, 2, 2]), burst), 0.5)
})

it('does not take one calm window for the end', () => {
  const series = seriesOf([...calm, 50, 50, 50, 50, 2, 40, 2, 2, 2, 2, 2])
  assert.equal(secondsUntilNormal(series, burst), 0.5)
  assert.equal(secondsUntilNormal(seriesOf([...calm, 50, 50, 50, 50, 2, 40, 2]), burst), undefined)
})

it('looks at p50 and at p99, each by itself', () => {
  const calmAfter = seriesOf([...calm, 50, 50, 50, 50, 2, 2, 2, 2])
  for (const name of ['p50_ms', 'p99_ms'] as const) {
    const series = calmAfter.map((point, index) => (index > 11 ? { ...point, [name]: 40 } : point))
    assert.equal(secondsUntilNormal(series, burst), undefined)
  }
})
