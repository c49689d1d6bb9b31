import assert from 'node:assert/strict'
import { it } from 'node:test'
import { AuthorKind, type Message, type ServerBody } from '@parley/protocol'
import type { Peer } from './peer.ts'
import { createReceiver } from './receiver.ts'

function message(seq: number): Message {
  return {
    conversationId: 'tea',
    seq,
    clientId: String(seq),
    authorKind: AuthorKind.CONTACT,
    authorId: '',
    authorName: '',
    postedAt: 0,
    content: { $case: 'text', value: { text: '' } },
  }
}

const push = (seq: number): ServerBody => ({
  $case: 'messagePosted',
  value: { message: message(seq) },
})

/** A server whose log has ten messages, and which answers when it is let. */
function scriptedPeer() {
  const answers: (() => void)[] = []
  const peer = {
    ask: (body: { value: { range: { value: number } } }) =>
      new Promise((resolve) => {
        const after = body.value.range.value
        const messages = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter((seq) => seq > after).map(message)
        answers.push(() => resolve({ messages }))
      }),
    onPush(_: ServerBody) {},
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
  for (const seq of [1, 2, 2, 3]) peer.onPush(push(seq))
  assert.deepEqual(seqs, [1, 2, 2, 3])
})

it('fetches what was left to the log before later pushes, each message once', async () => {
  const { peer, answer } = scriptedPeer()
  const seqs: number[] = []
  const receiver = createReceiver(peer, ({ seq }) => seqs.push(seq))
  peer.onPush(push(1))
  peer.onPush({ $case: 'behind', value: { conversationId: 'tea', lastSeq: 4 } })
  peer.onPush(push(5))
  peer.onPush({ $case: 'behind', value: { conversationId: 'tea', lastSeq: 7 } })
  peer.onPush(push(8))
  await answer()
  peer.onPush(push(9))
  assert.deepEqual(seqs, [1, 2, 3, 4, 5, 6, 7, 8, 9])
  assert.equal(receiver.timesBehind, 2)
})
