import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { RateLimit } from './rate-limit.ts'

describe('RateLimit', () => {
  test('lets three seconds’ worth through at once, then tells how long to wait', () => {
    const limit = new RateLimit(10, 0)
    for (let index = 0; index < 30; index += 1) assert.equal(limit.take(0), 0)
    assert.equal(limit.take(0), 100)
    assert.equal(limit.take(50), 50)
    assert.equal(limit.take(100), 0)
  })

  test('fills up no higher than the burst', () => {
    const limit = new RateLimit(1, 0)
    const taken = () => {
      let count = 0
      while (limit.take(1_000_000) === 0) count += 1
      return count
    }
    assert.equal(taken(), 3)
  })
})
