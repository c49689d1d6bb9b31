import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createWorld, type Step } from './world.fixture.ts'

const id = fc.integer({ min: 0, max: 11 })
const agent = fc.integer({ min: 0, max: 4 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('needs'), id, pick: fc.nat(31) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('reply'), id }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('write'), id }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('resolve'), id }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('snooze'), id }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('take'), id, agent }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('presence'), agent, pick: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('lost'), agent }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('back'), agent }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('facts'), agent, pick: fc.nat(31) }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('storage'), pick: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('offer'), pick: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('time'), ms: fc.nat(90_000) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('settings'), pick: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restart') }) },
) as fc.Arbitrary<Step>

describe('the router, whatever happens in whatever order', () => {
  for (const mode of ['push', 'offer'] as const) {
    for (const policy of ['predicted', 'round-robin', 'hook'] as const) {
      it(`exceeds no capacity, assigns nobody twice and forgets nobody (${mode}, ${policy})`, () => {
        fc.assert(
          fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
            const world = createWorld({ mode, policy })
            for (const one of steps) {
              world.take(one)
              world.check()
            }
            world.settle()
            assert.deepEqual(world.forgotten(), [])
          }),
          { numRuns: 60 },
        )
      })
    }
  }
})
