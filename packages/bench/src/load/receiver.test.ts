import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Peer, Received } from './peer.ts'
import { createReceiver } from './receiver.ts'

const message = (seq: number, conversationId = 'tea'): Received => ({
  conversationId,
  seq,
  clientId: String(seq),
})

/** A server whose log has ten messages, and which answers when it is let. */
function scriptedPeer() {
  const answers: (() => void)[] = []
  const peer = {
    ask: ({ value }: { value: { conversationId: string; range: { value: number } } }) =>
      new Promise((resolve) => {
        const seqs = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter((seq) => seq > value.range.value)
        const messages = seqs.map((seq) => message(seq, value.conversationId))
        answers.push(() => resolve({ messages }))
      }),
    onMessage(_: Received) {},
    onBehind(_conversationId: string, _lastSeq: number) {},
  } as unknown as Peer
  async function answer(): Promise<void> {
    answers.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { peer, answer }
}

it('hands pushes on as they come, also one that comes twice', () => {
  const { peer } = scriptedPeer()
  const seqs: number[] = []
  createReceiver(peer, ({ seq }) => seqs.push(seq))
  for (const seq of [1, 2, 2, 3]) peer.onMessage(message(seq))
  assert.deepEqual(seqs, [1, 2, 2, 3])
})

it('fetches what was left to the log before later pushes, each message once', async () => {
  const { peer, answer } = scriptedPeer()
  const seqs: number[] = []
  const receiver = createReceiver(peer, ({ seq }) => seqs.push(seq))
  peer.onMessage(message(1))
  peer.onBehind('tea', 4)
  peer.onMessage(message(5))
  peer.onBehind('tea', 7)
  peer.onMessage(message(8))
  await answer()
  peer.onMessage(message(9))
  assert.deepEqual(seqs, [1, 2, 3, 4, 5, 6, 7, 8, 9])
  assert.equal(receiver.timesBehind, 2)
})

it('fetches what was missed while it was away, up to whatever there is, each message once', async () => {
  const { peer } = scriptedPeer()
  const seqs: number[] = []
  const receiver = createReceiver(peer, ({ conversationId, seq }) => {
    if (conversationId === 'tea') seqs.push(seq)
  })
  for (const seq of [1, 2, 3]) peer.onMessage(message(seq))
  const next = scriptedPeer()
  const resumed = receiver.resume(next.peer, ['coffee', 'tea'])
  next.peer.onMessage(message(10))
  next.peer.onMessage(message(11))
  for (let pages = 0; pages < 4; pages += 1) await next.answer()
  await resumed
  assert.deepEqual(seqs, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  next.peer.onMessage(message(12))
  assert.equal(seqs.at(-1), 12)
})
