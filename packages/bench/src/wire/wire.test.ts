import assert from 'node:assert/strict'
import { it } from 'node:test'
import {
  AuthorKind,
  decodeClientFrame,
  EventType,
  encodeServerFrame,
  type Message,
  type ServerBody,
} from '@parley/protocol'
import fc from 'fast-check'
import { encodeFrame, forEachFrame, headBytes, opcodes } from './frames.ts'
import { emptyGlance, glance } from './glance.ts'
import { encodeConversation, encodePost, encodeText, uploadedFile } from './post.ts'

const id = fc.stringMatching(/^[\w.~-]{0,64}$/)
const uint32 = fc.nat({ max: 0xffff_ffff })
const text = fc.string({ unit: 'grapheme', maxLength: 400 })
const content: fc.Arbitrary<Message['content']> = fc.oneof(
  text.map((value) => ({ $case: 'text', value: { text: value } }) as const),
  text.map((value) => ({ $case: 'note', value: { text: value } }) as const),
  fc.constant({ $case: 'withheld', value: {} } as const),
  text.map(
    (agentName) =>
      ({
        $case: 'event',
        value: { type: EventType.ASSIGNED, agentId: 'a', agentName },
      }) as const,
  ),
)
const message: fc.Arbitrary<Message> = fc.record({
  conversationId: id,
  seq: uint32,
  clientId: id,
  authorKind: fc.constantFrom(AuthorKind.CONTACT, AuthorKind.AGENT, AuthorKind.SYSTEM),
  authorId: id,
  authorName: text,
  postedAt: fc.maxSafeNat(),
  content,
})

/** The payload of a client's frame, unmasked. */
function unmask(frame: Buffer): Buffer {
  const length = (frame[1] as number) & 0x7f
  const maskAt = length === 127 ? 10 : length === 126 ? 4 : 2
  return Buffer.from(
    frame.subarray(maskAt + 4).map((byte, at) => byte ^ (frame[maskAt + (at % 4)] as number)),
  )
}

/** The frame as a server sends it. */
function fromServer(payload: Buffer): Buffer {
  const frame = encodeFrame(payload)
  const head = Buffer.from(frame.subarray(0, headBytes(payload.length) - 4))
  head[1] = (head[1] as number) & 0x7f
  return Buffer.concat([head, payload])
}

it('glances at what the codec says of messages, wherever they stand among bytes', () => {
  // The same one again and again, as a connection does: nothing of an earlier frame may stay.
  const seen = emptyGlance()
  fc.assert(
    fc.property(message, uint32, fc.nat({ max: 9 }), (one, requestId, offset) => {
      const encoded = encodeServerFrame(requestId, {
        $case: 'messagePosted',
        value: { message: one },
      })
      const bytes = Buffer.concat([Buffer.alloc(offset, 0xff), encoded, Buffer.alloc(3, 0xff)])
      glance(bytes, offset, offset + encoded.length, seen)
      const { conversationId, seq, clientId } = one
      assert.deepEqual(seen, { kind: 'message', requestId, conversationId, seq, clientId })
    }),
  )
})

it('tells answers to posts and everything else apart, with their request', () => {
  const posted = { conversationId: 'c', clientId: '7', seq: 3, postedAt: 5e12, isRepeated: true }
  const error = { code: 1, reason: 'internal', message: '…', retryAfterMs: 7 }
  const bodies: [ServerBody, string][] = [
    [{ $case: 'posted', value: posted }, 'posted'],
    [{ $case: 'error', value: error }, 'other'],
    [{ $case: 'behind', value: { conversationId: 'c', lastSeq: 3 } }, 'other'],
    [{ $case: 'done', value: {} }, 'other'],
  ]
  for (const [body, kind] of bodies) {
    for (const requestId of [0, 1, 300, 4_000_000_000]) {
      const bytes = Buffer.from(encodeServerFrame(requestId, body))
      const seen = emptyGlance()
      glance(bytes, 0, bytes.length, seen)
      assert.deepEqual([seen.kind, seen.requestId], [kind, requestId])
    }
  }
})

it('puts posts together that decode to what was meant', () => {
  const requests = fc.nat({ max: 0x7fff_ffff })
  fc.assert(
    fc.property(requests, fc.uuid(), fc.nat(), text, (requestId, conversationId, number, words) => {
      const conversation = encodeConversation(conversationId)
      const clientId = String(number)
      const frame = encodePost(requestId, conversation, number, encodeText(words))
      assert.deepEqual(decodeClientFrame(unmask(frame)), {
        requestId,
        body: {
          $case: 'post',
          value: {
            conversationId,
            clientId,
            content: { $case: 'text', value: { text: words, answer: undefined } },
          },
        },
      })
    }),
  )
  const frame = decodeClientFrame(unmask(encodePost(1, encodeConversation('c'), 0, uploadedFile)))
  assert.deepEqual(frame.body?.$case === 'post' && frame.body.value.content, {
    $case: 'file',
    value: {},
  })
})

it('finds frames however the bytes are cut', () => {
  const lengths = fc.array(
    fc.oneof(fc.nat({ max: 300 }), fc.constantFrom(65_535, 65_536, 70_000)),
    {
      maxLength: 8,
    },
  )
  fc.assert(
    fc.property(lengths, fc.integer({ min: 50, max: 70_000 }), (sizes, cut) => {
      const payloads = sizes.map((size, index) => Buffer.alloc(size, index))
      const all = Buffer.concat(payloads.map(fromServer))
      const found: Buffer[] = []
      let rest = Buffer.alloc(0)
      for (let at = 0; at < all.length; at += cut) {
        const bytes = Buffer.concat([rest, all.subarray(at, at + cut)])
        const used = forEachFrame(bytes, (opcode, whole, from, to) => {
          assert.equal(opcode, opcodes.binary)
          found.push(Buffer.from(whole.subarray(from, to)))
        })
        rest = bytes.subarray(used)
      }
      assert.equal(rest.length, 0)
      assert.deepEqual(found, payloads)
    }),
    { numRuns: 30 },
  )
})
