import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AgentPool } from './agent-pool.ts'

function poolOf(agents: number): AgentPool {
  const pool = new AgentPool({ fairness: 1, occupancyMs: 60_000 })
  for (let index = 0; index < agents; index += 1) {
    const agentId = `agent-${index}`
    pool.setFacts({ agentId, teamIds: [], skills: {}, languages: [], capacity: 2 })
    pool.ready[index] = 1
    if (index % 2 === 0) pool.carry(index, 2, 1, 0)
  }
  return pool
}

describe('fairness', () => {
  it('counts against who has been busier than the others', () => {
    const pool = poolOf(10)
    pool.refresh(60_000)
    assert.ok((pool.fairness[0] ?? 0) > 2 && (pool.fairness[1] ?? 1) < 0.5)
  })

  it('comes to the same for very many agents, a part with each call', () => {
    const [few, many] = [poolOf(10), poolOf(5_000)]
    few.refresh(60_000)
    many.refresh(60_000)
    assert.equal(many.fairness[0], 1, 'the first call has not come so far')
    for (let call = 0; call < 6; call += 1) many.refresh(60_001)
    for (const index of [0, 1, 4_998, 4_999]) {
      const error = (many.fairness[index] ?? 0) / (few.fairness[index % 2] ?? 1) - 1
      assert.ok(Math.abs(error) < 0.001, `${index}: ${error}`)
    }
  })
})
