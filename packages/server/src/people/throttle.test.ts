import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { byAddress, byEmail, createThrottle } from './throttle.ts'

const mei = byEmail('mei@tea.example')
const office = byAddress('192.0.2.1')
const tooMany = { reason: 'too_many_requests' }

describe('throttle', () => {
  it('lets some failures pass, then doubles the wait up to a quarter of an hour', () => {
    let now = 0
    const throttle = createThrottle(() => now)
    const waits: number[] = []
    for (let failure = 1; failure <= 20; failure += 1) {
      throttle.failed(mei)
      try {
        throttle.check(mei)
        waits.push(0)
      } catch (error) {
        waits.push((error as { retryAfterMs: number }).retryAfterMs)
      }
      now += waits.at(-1) ?? 0
    }
    assert.deepEqual(waits.slice(0, 7), [0, 0, 0, 0, 1_000, 2_000, 4_000])
    assert.equal(waits.at(-1), 15 * 60_000)
    assert.doesNotThrow(() => throttle.check(mei))
  })

  it('looks at every key, and forgets those that succeed', () => {
    const throttle = createThrottle(() => 0)
    for (let failure = 1; failure <= 30; failure += 1) throttle.failed(mei, office)
    assert.throws(() => throttle.check(byEmail('mo@tea.example'), office), tooMany)
    throttle.forget(mei)
    assert.doesNotThrow(() => throttle.check(mei))
    assert.throws(() => throttle.check(mei, office), tooMany)
  })

  it('lets a whole office in behind one address, and goes on counting who guesses there', () => {
    const throttle = createThrottle(() => 0)
    const people = Array.from({ length: 25 }, (_, number) => byEmail(`agent${number}@tea.example`))
    // All at once: each is counted before it has proven who it is.
    for (const person of people) {
      throttle.check(person, office)
      throttle.failed(person, office)
    }
    for (const person of people) {
      throttle.forget(person)
      throttle.forgive(office)
    }
    for (let failure = 1; failure < 30; failure += 1) throttle.failed(office)
    assert.doesNotThrow(() => throttle.check(office))
    throttle.failed(office)
    assert.throws(() => throttle.check(office), tooMany)
  })
})
