import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createThrottle } from './throttle.ts'

describe('throttle', () => {
  it('lets some failures pass, then doubles the wait up to a quarter of an hour', () => {
    let now = 0
    const throttle = createThrottle(() => now)
    const waits: number[] = []
    for (let failure = 1; failure <= 20; failure += 1) {
      throttle.failed('a')
      try {
        throttle.check('a')
        waits.push(0)
      } catch (error) {
        waits.push((error as { retryAfterMs: number }).retryAfterMs)
      }
      now += waits.at(-1) ?? 0
    }
    assert.deepEqual(waits.slice(0, 7), [0, 0, 0, 0, 1_000, 2_000, 4_000])
    assert.equal(waits.at(-1), 15 * 60_000)
    assert.doesNotThrow(() => throttle.check('a'))
  })

  it('looks at every key, and forgets those that succeed', () => {
    const throttle = createThrottle(() => 0)
    for (let failure = 1; failure <= 6; failure += 1) throttle.failed('e-mail', 'address')
    assert.throws(() => throttle.check('other', 'address'), { reason: 'too_many_requests' })
    throttle.succeeded('address')
    assert.doesNotThrow(() => throttle.check('other', 'address'))
    assert.throws(() => throttle.check('e-mail'), { reason: 'too_many_requests' })
  })
})
