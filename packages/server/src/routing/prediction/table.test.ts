import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Outcome } from '../types.ts'
import { fitTable } from './table.ts'

const base: Outcome = {
  conversationId: '',
  agentId: '',
  topic: 'billing',
  assignedAt: 0,
  active: 1,
  firstReplyMs: 20_000,
  isFirstReplyCensored: false,
  handleMs: 300_000,
  isHandleCensored: false,
  predictedFirstReplyMs: 0,
  predictedHandleMs: 0,
  features: new Float32Array(0),
}

/** Noise that repeats: no seed, no luck. */
const noise = (index: number) => Math.sin(index * 12.9898) * 0.5

function rows(agentId: string, count: number, handleMs: number): Outcome[] {
  return Array.from({ length: count }, (_, index) => ({
    ...base,
    agentId,
    handleMs: handleMs * Math.exp(noise(index)),
  }))
}

describe('the table', () => {
  it('tells slow from quick, and shrinks who has shown little more', () => {
    const table = fitTable(
      [...rows('quick', 200, 150_000), ...rows('slow', 200, 600_000), ...rows('new', 1, 600_000)],
      0,
    )
    const of = (agentId: string) => table.handle.agent[table.agentIds.indexOf(agentId)] as number
    assert.ok(of('quick') < -0.4 && of('slow') > 0.4)
    assert.ok(of('new') > 0 && of('new') < of('slow'))
  })

  it('says that alike agents do not differ', () => {
    const alike = ['a', 'b', 'c', 'd'].flatMap((agentId) => rows(agentId, 300, 300_000))
    const { handle } = fitTable(alike, 0)
    assert.equal(handle.agentSpread, 0)
    assert.equal(handle.agentTopicSpread, 0)
  })

  it('takes a censored wait for longer than it was', () => {
    const seen = rows('a', 400, 300_000)
    const cut = seen.map((row) => {
      const limit = 300_000
      return row.handleMs > limit ? { ...row, handleMs: limit, isHandleCensored: true } : row
    })
    const dropped = cut.filter(({ isHandleCensored }) => !isHandleCensored)
    const mean = (outcomes: Outcome[]) => fitTable(outcomes, 0).handle.mean
    const truth = mean(seen)
    assert.ok(Math.abs(mean(cut) - truth) < 0.5 * Math.abs(mean(dropped) - truth))
  })
})
