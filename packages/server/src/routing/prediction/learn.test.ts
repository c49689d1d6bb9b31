import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AgentPool } from '../agent-pool.ts'
import { defaultSettings } from '../settings.ts'
import type { Need } from '../types.ts'
import { compare, judge } from './judge.ts'
import { learn } from './learn.ts'
import { makeOutcomes, type Situation } from './outcomes.fixture.ts'
import type { Predictor } from './predictor.ts'
import { createScores } from './scores.ts'
import { fitTable } from './table.ts'
import { encodeOverTime, rowsOf } from './tree-rows.ts'
import { createTrees } from './trees.ts'

const NOW = 10_000 * 60_000
const byAgent = ({ agent }: Situation): number => (agent % 5) * 0.3 - 0.6
/** No sum of the table's parts: a long queue slows the odd agents alone. */
const byQueue = ({ agent, queueLength }: Situation): number =>
  agent % 2 === 1 && queueLength >= 5 ? 1.2 : 0

describe('learning', () => {
  it('stays with the least busy where agents do not differ', () => {
    const { rung, errors } = learn(makeOutcomes({ rows: 4_000, agents: 10 }), NOW)
    assert.equal(rung, 'least-busy')
    assert.deepEqual(
      new Set(errors.map((error) => error.rung)),
      new Set(['least-busy', 'table', 'trees']),
    )
  })

  it('learns nothing from too few', () => {
    const learned = learn(makeOutcomes({ rows: 100, agents: 2, handle: byAgent }), NOW)
    assert.equal(learned.rung, 'least-busy')
    assert.ok(learned.isTooFew)
  })

  it('takes the table where agents differ, and no trees that know nothing more', () => {
    const learned = learn(makeOutcomes({ rows: 4_000, agents: 10, handle: byAgent }), NOW)
    assert.equal(learned.rung, 'table')
    assert.equal(learned.trees, undefined)
  })

  it('takes trees where the table cannot tell what they can', () => {
    const outcomes = makeOutcomes({ rows: 8_000, agents: 10, firstReply: byQueue, handle: byAgent })
    const { rung, table, trees, errors } = learn(outcomes, NOW)
    assert.equal(rung, 'trees')
    assert.ok(table !== undefined && trees !== undefined)
    const loss = (of: string) =>
      errors.find((error) => error.rung === of && error.kind === 'firstReply')?.loss ?? 0
    assert.ok(loss('trees') < 0.85 * loss('table'))

    const pool = new AgentPool(defaultSettings)
    const index = pool.setFacts({
      agentId: 'agent-1',
      teamIds: [],
      skills: {},
      languages: [],
      capacity: 3,
    })
    const predictor = createTrees(trees, createScores(table, pool)) as Predictor
    const out = { firstReplyMs: new Float64Array(1), handleMs: new Float64Array(1) }
    const at = (queueLength: number): number => {
      const moment = { now: NOW, pool, queueLength }
      predictor.predict({ topic: 'topic-0' } as Need, Int32Array.of(index), 1, moment, out)
      const [logged] = [Math.log(out.firstReplyMs[0] as number)]
      const parts = predictor.explain({ topic: 'topic-0' } as Need, index, moment)
      const sum = parts.reduce((all, { firstReply }) => all + firstReply, 0)
      assert.ok(Math.abs(sum - (logged as number)) < 1e-3, 'its parts add up')
      return out.firstReplyMs[0] as number
    }
    assert.ok(at(9) > 2 * at(1))
  })

  it('learns from waits that were given up how long they would have been', () => {
    const truth = { rows: 6_000, agents: 6, firstReply: byAgent }
    const whole = makeOutcomes(truth)
    const cut = makeOutcomes({ ...truth, patienceMs: 40_000 })
    const dropped = cut.filter((one) => !one.isFirstReplyCensored)
    const byTable = (outcomes: typeof whole): number => {
      const { firstReply } = fitTable(outcomes, NOW)
      return Math.exp(firstReply.mean + firstReply.smear)
    }
    const off = (outcomes: typeof whole) => Math.abs(byTable(outcomes) - byTable(whole))
    assert.ok(off(cut) < 0.5 * off(dropped), `${off(cut)} ${off(dropped)}`)

    const meanOf = (outcomes: typeof whole): number => {
      const { labels, weights } = rowsOf(encodeOverTime(outcomes, NOW), 'firstReply')
      const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? 0
      return labels.reduce((sum, ms, row) => sum + ms * (weights?.[row] ?? 0), 0) / total
    }
    const treesOff = (outcomes: typeof whole) => Math.abs(meanOf(outcomes) - meanOf(whole))
    assert.ok(treesOff(cut) < 0.5 * treesOff(dropped), `${treesOff(cut)} ${treesOff(dropped)}`)
  })

  it('gives trees no knowledge of the outcomes that they learn from', () => {
    const outcomes = makeOutcomes({ rows: 600, agents: 3, handle: byAgent })
    const changed = outcomes.with(599, {
      ...(outcomes[599] as (typeof outcomes)[0]),
      handleMs: 9e6,
    })
    const values = (rows: typeof outcomes) => rowsOf(encodeOverTime(rows, NOW), 'handle').values
    assert.deepEqual(values(outcomes), values(changed))
  })
})

describe('the gate', () => {
  const outcomes = makeOutcomes({ rows: 500, agents: 5, handle: byAgent })
  const judged = (factor: number, noise = 0) => {
    const predict = (ms: number) => outcomes.map((_, row) => ms * factor * (1 + noise * (row % 2)))
    return {
      firstReply: judge(outcomes, 'firstReply', predict(22_000)),
      handle: judge(outcomes, 'handle', predict(340_000)),
    }
  }

  it('lets a better one pass, and refuses a worse one and the same', () => {
    assert.ok(compare(judged(3), judged(1)).isBetter)
    assert.ok(!compare(judged(1), judged(3)).isBetter)
    assert.ok(!compare(judged(1), judged(1)).isBetter)
  })

  it('refuses what predicts no numbers', () => {
    assert.ok(!compare(judged(3), judged(Number.NaN)).isBetter)
  })

  it('refuses what gains in one and loses in the other', () => {
    const mixed = { firstReply: judged(1).firstReply, handle: judged(3).handle }
    assert.ok(
      !compare({ firstReply: judged(30).firstReply, handle: judged(1).handle }, mixed).isBetter,
    )
  })
})
