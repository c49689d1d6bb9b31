import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { receiptOf } from './receipt.ts'

describe('receiptOf', () => {
  const cursors = { agentDeliveredSeq: 4, agentReadSeq: 2 }

  it('goes from sending over sent and delivered to read', () => {
    assert.equal(receiptOf({ state: 'sending', seq: 0 }, cursors), 'sending')
    assert.equal(receiptOf({ state: 'sent', seq: 5 }, cursors), 'sent')
    assert.equal(receiptOf({ state: 'sent', seq: 4 }, cursors), 'delivered')
    assert.equal(receiptOf({ state: 'sent', seq: 2 }, cursors), 'read')
  })

  it('is sent while the message is not back from the log, or its conversation unknown', () => {
    assert.equal(receiptOf({ state: 'sent', seq: 0 }, cursors), 'sent')
    assert.equal(receiptOf({ state: 'sent', seq: 1 }, undefined), 'sent')
  })

  it('is none for a failed message', () => {
    assert.equal(receiptOf({ state: 'failed', seq: 0 }, cursors), undefined)
  })
})
