import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Explained, reasonsBetween } from './reasons.ts'

const part = fc.double({ min: -3, max: 3, noNaN: true })
const explained = fc.tuple(part, part, part, part, part).map(
  ([a, b, c, d, fair]): Explained => ({
    firstReplyMs: Math.exp(10 + a + b),
    handleMs: Math.exp(12 + c + d),
    fairness: Math.exp(fair),
    parts: [
      { what: 'topic', firstReply: 10, handle: 12 },
      { what: 'agent', firstReply: a, handle: c },
      { what: 'active', firstReply: b, handle: d },
    ],
  }),
)

describe('reasons', () => {
  it('add up to the difference of the logarithms of the costs', () => {
    fc.assert(
      fc.property(
        explained,
        explained,
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (a, b, weight) => {
          const cost = (one: Explained) => (one.firstReplyMs + weight * one.handleMs) * one.fairness
          const reasons = reasonsBetween(a, b, weight)
          const sum = reasons.reduce((all, { amount }) => all + amount, 0)
          assert.ok(Math.abs(sum - Math.log(cost(a) / cost(b))) < 1e-6)
          const rest = reasons.find(({ what }) => what === 'rest')
          assert.ok(Math.abs(rest?.amount ?? 0) < 1e-6, 'something has no name')
        },
      ),
    )
  })
})
