import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLedger } from './ledger.ts'

function settledLedger() {
  const ledger = createLedger(2)
  for (const conversation of [0, 1, 0]) {
    const number = ledger.sent(conversation, 100)
    ledger.acked(conversation, number)
  }
  return ledger
}

describe('ledger', () => {
  it('finds nothing wrong with a run in which all is well', () => {
    const ledger = settledLedger()
    assert.equal(ledger.delivered(0, 0, 1), 100)
    ledger.delivered(1, 0, 5)
    ledger.delivered(0, 1, 2)
    assert.equal(ledger.unsettled, 0)
    assert.deepEqual(ledger.tally(), {
      sent: 3,
      refused: 0,
      lost: 0,
      doubled: 0,
      outOfOrder: 0,
    })
  })

  it('finds what was not delivered, and what was not acked', () => {
    const ledger = settledLedger()
    ledger.delivered(0, 0, 1)
    const number = ledger.sent(1, 100)
    ledger.delivered(1, 0, 1)
    ledger.delivered(1, number, 2)
    assert.equal(ledger.unsettled, 2)
    assert.equal(ledger.tally().lost, 2)
  })

  it('tells what was refused from what was lost, and finds it when it was delivered', () => {
    const ledger = settledLedger()
    for (const [conversation, number, seq] of [
      [0, 0, 1],
      [0, 1, 2],
      [1, 0, 1],
    ] as const) {
      ledger.delivered(conversation, number, seq)
    }
    const refused = ledger.sent(0, 100)
    ledger.refused(0, refused)
    assert.equal(ledger.unsettled, 0)
    assert.deepEqual(ledger.tally(), {
      sent: 4,
      refused: 1,
      lost: 0,
      doubled: 0,
      outOfOrder: 0,
    })
    ledger.delivered(0, refused, 3)
    assert.equal(ledger.tally().doubled, 1)
  })

  it('finds what came twice', () => {
    const ledger = settledLedger()
    ledger.delivered(0, 0, 1)
    assert.equal(ledger.delivered(0, 0, 1), undefined)
    ledger.acked(1, 0)
    assert.equal(ledger.tally().doubled, 2)
  })

  it('finds a wrong order, by number and by seq', () => {
    const byNumber = settledLedger()
    byNumber.delivered(0, 1, 1)
    byNumber.delivered(0, 0, 2)
    assert.ok(byNumber.tally().outOfOrder > 0)
    const bySeq = settledLedger()
    bySeq.delivered(0, 0, 2)
    bySeq.delivered(0, 1, 1)
    assert.equal(bySeq.tally().outOfOrder, 1)
  })

  it('knows what has no answer yet', () => {
    const ledger = createLedger(1)
    const [first, second, third] = [1, 2, 3].map((dueAt) => ledger.sent(0, dueAt))
    ledger.acked(0, second as number)
    assert.deepEqual(ledger.unanswered(0), [first, third])
    assert.deepEqual([ledger.isAcked(0, 0), ledger.isAcked(0, 1)], [false, true])
    ledger.refused(0, third as number)
    assert.deepEqual(ledger.unanswered(0), [first])
  })
})
