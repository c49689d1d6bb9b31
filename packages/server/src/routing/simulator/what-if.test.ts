import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultSettings } from '../settings.ts'
import { TooLittleHistory } from './grounds.ts'
import { makeHistory } from './history.fixture.ts'
import { multiply } from './staffing.ts'
import { type WhatIf, whatIf } from './what-if.ts'

const history = makeHistory(2, 3)
const { handleWeight, fairness, occupancyMs, windowSize, passedOverMax, headStartMs } =
  defaultSettings
const asked: WhatIf = {
  history,
  days: 2,
  today: {
    policy: 'least-busy',
    handleWeight,
    fairness,
    occupancyMs,
    windowSize,
    passedOverMax,
    headStartMs,
  },
  changes: [],
  withAllPolicies: false,
  slaFirstReplyMs: 60_000,
  timeZone: 'UTC',
}

describe('a replay of the last days', () => {
  it('gives the same every time, and its own days back', () => {
    const result = whatIf(asked)
    assert.deepEqual(whatIf(structuredClone(asked)), result)
    const { fidelity, rows, agents, conversations } = result
    assert.equal(agents, 20)
    assert.equal(conversations, history.waits.length)
    assert.equal(rows[0]?.againstToday.percent, 0)
    assert.ok(fidelity !== null)
    const ratio = fidelity.replayedMeanWaitMs / fidelity.measuredMeanWaitMs
    assert.ok(ratio > 0.75 && ratio < 1.33, `${ratio}`)
  })

  it('meets every variant with the same contacts', () => {
    const { rows } = whatIf({ ...asked, withAllPolicies: true })
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['today', 'round-robin', 'least-busy', 'longest-idle', 'recent', 'predicted'],
    )
    assert.deepEqual(new Set(rows.map((row) => row.conversations)), new Set([history.waits.length]))
    const plain = rows.find(({ name }) => name === 'least-busy')
    assert.equal(plain?.meanWaitMs, rows[0]?.meanWaitMs)
    for (const row of rows) assert.equal(row.waitQuantilesMs.length, 21)
  })

  it('says that more agents wait less, fewer more, and more contacts more', () => {
    const { rows } = whatIf({
      ...asked,
      changes: [
        { name: 'five more', moreAgents: 5 },
        { name: 'three fewer', moreAgents: -3 },
        { name: 'a fifth more contacts', arrivals: 1.2 },
      ],
    })
    const [, more, fewer, busier] = rows
    assert.equal(more?.agents, 25)
    assert.equal(fewer?.agents, 17)
    assert.ok((more?.againstToday.percent ?? 0) < -10)
    assert.ok((fewer?.againstToday.percent ?? 0) > 10)
    assert.ok((busier?.againstToday.percent ?? 0) > 10)
    assert.ok(Math.abs((busier?.conversations ?? 0) / history.waits.length / 1.2 - 1) < 0.05)
    assert.ok(more?.againstToday.halfWidth !== null)
  })

  it('finds how much agents differ by topic, and that alike ones do not', () => {
    const differ = whatIf({ ...asked, history: makeHistory(2, 3, { agentTopicSpread: 0.4 }) })
    const alike = whatIf({
      ...asked,
      history: makeHistory(2, 3, { agentSpread: 0, agentTopicSpread: 0, parallelSpread: 0 }),
    })
    assert.ok(differ.spread.byTopic > 0.25, `${differ.spread.byTopic}`)
    assert.ok(alike.spread.byTopic < 0.08, `${alike.spread.byTopic}`)
  })

  it('refuses to say anything by next to nothing', () => {
    const little = { ...history, waits: history.waits.slice(0, 10) }
    assert.throws(() => whatIf({ ...asked, history: little }), TooLittleHistory)
  })

  it('lets those who come in one variant come in every busier one', () => {
    const arrivals = Array.from({ length: 200 }, (_, at) => ({
      at,
      topic: 0,
      workNoise: 0,
      reactionNoise: 0,
      patienceMs: 1,
    }))
    const half = new Set(multiply(arrivals, 0.5))
    const most = new Set(multiply(arrivals, 0.8))
    assert.ok(half.size < most.size && half.isSubsetOf(most))
  })
})

describe('the example', () => {
  it('stands in where there is no history, with an oracle beside', () => {
    const { rows, fidelity } = whatIf({
      ...asked,
      history: undefined,
      days: 1,
      changes: [{ name: 'predicted', policy: 'predicted' }],
      withAllPolicies: false,
    })
    assert.equal(fidelity, null)
    assert.ok((rows[1]?.againstToday.percent ?? 0) < -5)
    assert.equal(rows[1]?.againstToday.halfWidth, null)
  })
})
