import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type AtRate, type Figures, toMedians, toRatios } from './comparison.ts'
import { toComparisonRows, toLines } from './comparison-table.ts'

const at = (rate: number, value: number): AtRate => ({
  rate_per_s: rate,
  p50_ms: value,
  p99_ms: value * 4,
  server_us: value * 10,
  generator_us: value * 5,
  rss_mb: value * 100,
})

const own: Figures = { most_per_s: 30_000, at: [at(2_000, 2), at(12_000, 3)] }
const slow: Figures = { most_per_s: 2_500, at: [at(2_000, 8)] }
const idle: Figures = { most_per_s: 0, at: [] }

describe('toMedians', () => {
  it('takes the median of each figure by itself', () => {
    const rounds = [
      { most_per_s: 900, at: [at(100, 3)] },
      { most_per_s: 100, at: [{ ...at(100, 1), p99_ms: 50 }] },
      { most_per_s: 500, at: [at(100, 2)] },
    ]
    assert.deepEqual(toMedians(rounds), {
      most_per_s: 500,
      at: [{ ...at(100, 2), p99_ms: 12 }],
    })
  })

  it('takes the mean of the two in the middle of an even number', () => {
    const rounds = [8, 100, 10, 1].map((most) => ({ most_per_s: most, at: [] }))
    assert.equal(toMedians(rounds).most_per_s, 9)
  })

  it('leaves a rate out that was not carried in most rounds', () => {
    const carried = { most_per_s: 1, at: [at(100, 1)] }
    assert.equal(toMedians([carried, idle]).at.length, 0)
    assert.equal(toMedians([carried, idle, carried]).at.length, 1)
  })
})

describe('toRatios', () => {
  it('divides each figure by the other one, at the rates that both carried', () => {
    assert.deepEqual(toRatios(own, slow), {
      most: 12,
      at: [{ rate_per_s: 2_000, p50: 0.25, p99: 0.25, server: 0.25, rss: 0.25 }],
    })
  })

  it('has none against what carried nothing', () => {
    assert.deepEqual(toRatios(own, idle), { most: undefined, at: [] })
  })
})

describe('the table', () => {
  it('has a column for each, and the ratios below', () => {
    const compared = Object.entries({ parley: own, slow, idle })
    assert.equal(
      toLines(toComparisonRows(compared)),
      `
                                 parley     slow  idle
  most carried, messages/s        30000     2500     0
  at 2000/s: p50, ms                  2        8     –
    p99, ms                           8       32     –
    server CPU, µs a message         20       80     –
    generator CPU, µs a message      10       40     –
    server memory, MB               200      800     –
  at 12000/s: p50, ms                 3        –     –
    p99, ms                          12        –     –
    server CPU, µs a message         30        –     –
    generator CPU, µs a message      15        –     –
    server memory, MB               300        –     –
  parley ÷ each
  most carried                   1.00 ×  12.00 ×     –
  at 2000/s: p50                 1.00 ×   0.25 ×     –
    p99                          1.00 ×   0.25 ×     –
    server CPU                   1.00 ×   0.25 ×     –
    server memory                1.00 ×   0.25 ×     –
  at 12000/s: p50                1.00 ×        –     –
    p99                          1.00 ×        –     –
    server CPU                   1.00 ×        –     –
    server memory                1.00 ×        –     –`.slice(1),
    )
  })
})
