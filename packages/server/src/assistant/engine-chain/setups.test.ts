import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSetup, policyOf } from './setups.ts'

const asked = {
  make: 'openai' as const,
  name: 'Ours',
  settings: { baseUrl: 'http://ollama:11434/v1', model: 'm' },
}

test('calls keep to where an engine may be, and its own limits end them first', () => {
  const limits = { coldStartMs: 900_000, silenceMs: 400_000, totalMs: 1_000_000 }
  const policy = policyOf(
    newSetup('e1', { ...asked, limits, reach: 'in_house', hosts: ['ollama'] }),
  )
  assert.deepEqual([policy.reach, policy.hosts], ['in_house', ['ollama']])
  for (const ms of [policy.answerTimeoutMs ?? 0, policy.idleTimeoutMs ?? 0]) {
    assert.ok(ms >= 1_900_000, String(ms))
  }
  assert.deepEqual(policyOf(newSetup('e1', asked)).reach, 'outside')
  assert.equal(policyOf(newSetup('e1', asked)).hosts, undefined)
})
