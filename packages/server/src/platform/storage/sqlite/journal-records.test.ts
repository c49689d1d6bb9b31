import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { FRAME_HEAD_BYTES, findEnd, firstChecksum, recordsIn, sealFrame } from './journal-frames.ts'
import {
  clientHash,
  type LogRecord,
  readRecord,
  recordBytesMax,
  recordEnd,
  recordKey,
  writeRecord,
} from './journal-records.ts'

const wellFormed = fc
  .string({ unit: 'grapheme', maxLength: 200 })
  .map((text) => text.toWellFormed())
const seq = fc.integer({ min: 1, max: 0xffffffff })

const message: fc.Arbitrary<LogRecord> = fc.record({
  kind: fc.constant('message' as const),
  clientHash: fc.integer({ min: 0, max: 0x3fffffff }),
  message: fc.record({
    conversationId: fc.constant('here'),
    seq,
    clientId: fc.string({ maxLength: 64 }),
    author: fc.record({
      kind: fc.constantFrom('contact', 'agent', 'assistant', 'system'),
      id: fc.uuid(),
      name: wellFormed,
    }),
    postedAt: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    content: fc.oneof(
      fc.record({ kind: fc.constantFrom('text', 'note'), text: wellFormed }),
      fc.record({
        kind: fc.constant('event' as const),
        type: fc.constantFrom('assigned', 'resolved'),
        agentId: fc.uuid(),
        agentName: wellFormed,
      }),
    ),
  }),
})

const record: fc.Arbitrary<LogRecord> = fc.oneof(
  message,
  fc.record({
    kind: fc.constant('changed' as const),
    state: fc.oneof(
      fc.record({ status: fc.constant('open' as const), agentId: fc.uuid() }),
      fc.record({ status: fc.constant('resolved' as const) }),
    ),
    version: seq,
  }),
  fc.record({
    kind: fc.constant('cursor' as const),
    side: fc.constantFrom('contact', 'agent'),
    cursor: fc.record({ deliveredSeq: seq, readSeq: seq }),
    unread: seq,
  }),
)

describe('records of the journal', () => {
  test('come back as they were, within the room that was asked for', () => {
    fc.assert(
      fc.property(record, fc.nat({ max: 2 ** 48 - 1 }), (written, key) => {
        const bytes = Buffer.alloc(20_000, 0xff)
        const end = writeRecord(bytes, 100, key, written)
        assert.deepEqual(readRecord(bytes, 100, 'here'), structuredClone(written))
        assert.equal(recordKey(bytes, 100), key)
        assert.equal(recordEnd(bytes, 100), end)
        const { length } = JSON.stringify(written)
        assert.ok(end - 100 <= recordBytesMax(length))
      }),
    )
  })

  test('of one message hash the same, of another author or id differently', () => {
    assert.equal(clientHash('a', 'b'), clientHash('a', 'b'))
    assert.notEqual(clientHash('a', 'b'), clientHash('a', 'c'))
    assert.notEqual(clientHash('a', 'b'), clientHash('c', 'b'))
  })
})

describe('frames of the journal', () => {
  /** Frames of some records each, as the journal writes them; returns where each ends. */
  function write(bytes: Buffer, generation: number, frames: LogRecord[][]): number[] {
    let start = 0
    let checksum = firstChecksum(generation)
    return frames.map((records) => {
      let end = start + FRAME_HEAD_BYTES
      for (const one of records) end = writeRecord(bytes, end, 7, one)
      checksum = sealFrame(bytes, start, end, checksum)
      start = end
      return end
    })
  }
  const someFrames = fc.array(fc.array(record, { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 5,
  })

  test('are found up to the first that is not whole, wherever it is torn', () => {
    fc.assert(
      fc.property(someFrames, fc.nat(), fc.integer({ min: 1, max: 255 }), (frames, where, flip) => {
        const bytes = Buffer.alloc(100_000)
        const ends = write(bytes, 3, frames)
        assert.equal(findEnd(bytes, 3).end, ends.at(-1))
        const torn = where % (ends.at(-1) as number)
        bytes[torn] = (bytes[torn] as number) ^ flip
        const whole = ends.filter((end) => end <= torn).at(-1) ?? 0
        assert.equal(findEnd(bytes, 3).end, whole)
        const found = [...recordsIn(bytes, whole)].map((at) => readRecord(bytes, at, 'here'))
        const left = frames.slice(0, ends.indexOf(whole) + 1).flat()
        assert.deepEqual(found, structuredClone(left))
      }),
    )
  })

  test('of a former generation do not pass for the next', () => {
    fc.assert(
      fc.property(someFrames, someFrames, (former, newer) => {
        const bytes = Buffer.alloc(100_000)
        write(bytes, 1, former)
        const ends = write(bytes, 3, newer)
        assert.equal(findEnd(bytes, 3).end, ends.at(-1))
        assert.equal(findEnd(bytes, 5).end, 0)
      }),
    )
  })
})
