import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Visitor } from './cast.ts'
import { createLedger } from './ledger.ts'
import { checkLog } from './log-check.ts'
import type { Peer } from './peer.ts'

/** An agent who reads one conversation, a message a page. */
function readerOf(log: { seq: number; clientId: string }[]): Peer {
  const ask = async (body: { value: { range: { value: number } } }) => {
    const rest = log.filter(({ seq }) => seq > body.value.range.value)
    return { messages: rest.slice(0, 1), hasMore: rest.length > 1 }
  }
  return { ask } as unknown as Peer
}

/** What is found when four messages were sent, the last without an ack, and this is the log. */
function checked(...clientIds: string[]) {
  const ledger = createLedger(1)
  for (const number of [0, 1, 2, 3]) {
    ledger.sent(0, 0)
    if (number < 3) ledger.acked(0, number)
  }
  const log = clientIds.map((clientId, index) => ({ seq: index + 1, clientId }))
  return checkLog(ledger, [{ conversationId: 'tea' } as Visitor], readerOf(log))
}

const good = { lost: 0, doubled: 0, outOfOrder: 0 }

it('finds nothing wrong when all that was acked stands, with or without the rest', async () => {
  assert.deepEqual(await checked('start', '~change.2', '0', '1', '2'), { ...good, stored: 3 })
  assert.deepEqual(await checked('start', '0', '1', '2', '3'), { ...good, stored: 4 })
})

it('finds what is lost, doubled and out of order', async () => {
  assert.deepEqual(await checked('start', '0', '2'), { ...good, stored: 2, lost: 1 })
  assert.deepEqual(await checked('0', '1', '1', '2'), { ...good, stored: 3, doubled: 1 })
  assert.deepEqual(await checked('0', '2', '1'), { ...good, stored: 3, outOfOrder: 1 })
})

it('finds a gap', async () => {
  const ledger = createLedger(1)
  const agent = readerOf([{ seq: 2, clientId: 'start' }])
  const { outOfOrder } = await checkLog(ledger, [{ conversationId: 'tea' } as Visitor], agent)
  assert.equal(outOfOrder, 1)
})
