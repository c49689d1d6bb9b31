import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Outbox } from './outbox.ts'

/** A socket whose network the test opens and shuts, and an outbox of `bytesMax` before it. */
function room(bytesMax: number) {
  const arrived: string[] = []
  const told = { dropped: 0, overflowed: 0 }
  const socket = {
    isStuck: false,
    bufferedBytes: 0,
    send(bytes: Uint8Array) {
      arrived.push(new TextDecoder().decode(bytes))
      if (this.isStuck) this.bufferedBytes = 1_000_000
    },
    close() {},
    terminate() {},
  }
  const outbox = new Outbox(socket, bytesMax, {
    encodeBehind: (conversationId, lastSeq) => bytes(`behind ${conversationId} ${lastSeq}`),
    dropped: (frames) => {
      told.dropped += frames
    },
    overflowed: () => {
      told.overflowed += 1
    },
  })
  return {
    outbox,
    arrived,
    told,
    jam() {
      socket.isStuck = true
      socket.bufferedBytes = 1_000_000
    },
    flow() {
      socket.isStuck = false
      socket.bufferedBytes = 0
      outbox.drain()
    },
  }
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('Outbox', () => {
  test('hands frames over at once while the socket takes them', () => {
    const { outbox, arrived } = room(100)
    outbox.offerDurable(bytes('one'), 'c', 1)
    outbox.offerTransient(bytes('typing'))
    assert.deepEqual(arrived, ['one', 'typing'])
    assert.equal(outbox.queuedBytes, 0)
  })

  test('keeps the order of what waited', () => {
    const { outbox, arrived, jam, flow } = room(100)
    jam()
    for (const name of ['a', 'b', 'c']) outbox.offerDurable(bytes(name), 'c', 1)
    assert.deepEqual(arrived, [])
    flow()
    assert.deepEqual(arrived, ['a', 'b', 'c'])
  })

  test('lets transient frames give way, oldest first, and counts them', () => {
    const { outbox, arrived, told, jam, flow } = room(20)
    jam()
    outbox.offerTransient(bytes('typing-1'))
    outbox.offerTransient(bytes('typing-2'))
    outbox.offerDurable(bytes('message-1'), 'c', 1)
    flow()
    assert.deepEqual(arrived, ['typing-2', 'message-1'])
    assert.equal(told.dropped, 1)
  })

  test('tells of what is behind after the queue, and nothing of it before', () => {
    const { outbox, arrived, jam, flow } = room(20)
    jam()
    outbox.offerDurable(bytes('message-1'), 'c', 1)
    outbox.offerDurable(bytes('message-2'), 'c', 2)
    outbox.offerDurable(bytes('message-3'), 'c', 3)
    outbox.offerDurable(bytes('4'), 'c', 4)
    flow()
    assert.deepEqual(arrived, ['message-1', 'message-2', 'behind c 4'])
    outbox.offerDurable(bytes('message-5'), 'c', 5)
    assert.equal(arrived.at(-1), 'message-5')
  })

  test('gives up on a client that asks on without reading', () => {
    const { outbox, told, jam } = room(20)
    jam()
    for (let index = 0; index < 6; index += 1) outbox.answer(bytes('an answer'))
    assert.ok(told.overflowed > 0)
  })

  test('stays bounded and, with what is behind, loses no durable message', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('durable' as const), to: fc.nat(3), size: fc.nat(30) }),
      fc.record({ kind: fc.constant('transient' as const), size: fc.nat(30) }),
      fc.record({ kind: fc.constant('jam' as const) }),
      fc.record({ kind: fc.constant('flow' as const) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { outbox, arrived, jam, flow } = room(100)
        const posted = [0, 0, 0, 0]
        for (const one of steps) {
          if (one.kind === 'jam') jam()
          else if (one.kind === 'flow') flow()
          else if (one.kind === 'transient') outbox.offerTransient(bytes('t'.repeat(one.size)))
          else if (one.kind === 'durable') {
            const seq = (posted[one.to] as number) + 1
            posted[one.to] = seq
            const text = `m ${one.to} ${seq} `.padEnd(one.size, '.')
            outbox.offerDurable(bytes(text), `${one.to}`, seq)
          }
          assert.ok(outbox.queuedBytes <= 100)
        }
        flow()
        // A client that appends what fits and fetches what it is told of ends with everything.
        const held = [0, 0, 0, 0]
        for (const frame of arrived) {
          const message = /^m (\d) (\d+) /.exec(frame)
          const behind = /^behind (\d) (\d+)$/.exec(frame)
          if (message !== null) {
            assert.equal(Number(message[2]), (held[Number(message[1])] as number) + 1)
            held[Number(message[1])] = Number(message[2])
          }
          if (behind !== null) held[Number(behind[1])] = Number(behind[2])
        }
        assert.deepEqual(held, posted)
      }),
    )
  })
})
