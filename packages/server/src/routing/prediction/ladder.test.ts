import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AgentPool } from '../agent-pool.ts'
import { defaultSettings } from '../settings.ts'
import { createLadder } from './ladder.ts'
import { makeOutcomes } from './outcomes.fixture.ts'
import type { Predictor } from './predictor.ts'
import { fitTable } from './table.ts'

const NOW = 20 * 86_400_000
const trees: Predictor = {
  version: 'trees',
  trainedAt: NOW,
  predict() {},
  explain: () => [],
}

function open() {
  const ladder = createLadder(new AgentPool(defaultSettings), {
    budgetMs: 5,
    modelAgeMaxMs: 14 * 86_400_000,
  })
  ladder.setTable(fitTable(makeOutcomes({ rows: 50, agents: 2 }), NOW))
  ladder.setExact(() => trees)
  return ladder
}

describe('the ladder', () => {
  it('goes by the highest rung that stands', () => {
    const ladder = open()
    assert.equal(ladder.at(NOW).exact, trees)
    ladder.setExact(undefined)
    const { exact, scores, steppedDown } = ladder.at(NOW)
    assert.equal(exact, undefined)
    assert.ok(scores !== undefined)
    assert.deepEqual(steppedDown, [])
  })

  it('steps down from what is too old, and says so', () => {
    const { exact, scores, steppedDown } = open().at(NOW + 15 * 86_400_000)
    assert.equal(exact, undefined)
    assert.equal(scores, undefined)
    assert.deepEqual(
      steppedDown.map(({ rung, because }) => [rung, because]),
      [
        ['trees', 'stale'],
        ['table', 'stale'],
      ],
    )
  })

  it('lets a model rest that breaks its time again and again, not for one pause', () => {
    const ladder = open()
    for (const ms of [9, 9, 1, 9, 9]) ladder.took(ms)
    assert.equal(ladder.at(NOW).exact, trees)
    ladder.took(9)
    const { exact, steppedDown } = ladder.at(NOW)
    assert.equal(exact, undefined)
    assert.deepEqual(steppedDown, [{ rung: 'trees', because: 'too_slow' }])
    for (let decision = 0; decision < 200; decision += 1) ladder.at(NOW)
    assert.equal(ladder.at(NOW).exact, trees, 'it is tried again')
  })
})
