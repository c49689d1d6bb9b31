import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  decodeClientFrame,
  decodeServerFrame,
  encodeClientFrame,
  encodeServerFrame,
} from './frames.ts'
import { ServerFrame } from './generated/parley/v1/frames.ts'
import { FRAME_BYTES_MAX } from './limits.ts'

interface Fixture {
  name: string
  hex: string
  frame: unknown
}

const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/frames.json', import.meta.url), 'utf8'),
) as { client: Fixture[]; server: Fixture[] }

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

describe('released bytes', () => {
  for (const { name, hex, frame } of fixtures.client) {
    it(`of the client's ${name} mean what they meant, and are written as they were`, () => {
      const decoded = decodeClientFrame(bytesOf(hex))
      assert.deepEqual(plain(decoded), frame)
      assert.ok(decoded.body !== undefined)
      assert.equal(hexOf(encodeClientFrame(decoded.requestId, decoded.body)), hex)
    })
  }
  for (const { name, hex, frame } of fixtures.server) {
    it(`of the server's ${name} mean what they meant, and are written as they were`, () => {
      const decoded = decodeServerFrame(bytesOf(hex))
      assert.deepEqual(plain(decoded), frame)
      assert.ok(decoded.body !== undefined)
      assert.equal(hexOf(encodeServerFrame(decoded.requestId, decoded.body)), hex)
    })
  }

  it('are there for every kind of frame', () => {
    const kinds = (list: Fixture[]) => new Set(list.map(({ frame }) => bodyCase(frame)))
    assert.deepEqual(kinds(fixtures.client), casesOf('ClientFrame'))
    assert.deepEqual(kinds(fixtures.server), casesOf('ServerFrame'))
  })
})

function bodyCase(frame: unknown): string {
  return (frame as { body: { $case: string } }).body.$case
}

/** Every kind that the schema names, in the generated code's spelling. */
function casesOf(message: string): Set<string> {
  const schema = readFileSync(new URL('../proto/parley/v1/frames.proto', import.meta.url), 'utf8')
  const oneof = new RegExp(`message ${message} \\{[\\s\\S]*?oneof body \\{([\\s\\S]*?)\\n  \\}`)
  const fields = oneof.exec(schema)?.[1] ?? ''
  const names = [...fields.matchAll(/^\s+\w+ (\w+) = \d+;/gm)].map(([, name]) => name ?? '')
  return new Set(names.map((name) => name.replaceAll(/_(\w)/g, (_, sign) => sign.toUpperCase())))
}

const decoders = [
  ['client', decodeClientFrame, fixtures.client],
  ['server', decodeServerFrame, fixtures.server],
] as const

for (const [side, decode, list] of decoders) {
  /** What the decoder may do with any bytes: give a frame, or throw an Error. */
  const survives = (bytes: Uint8Array) => {
    try {
      const { requestId } = decode(bytes)
      assert.ok(Number.isSafeInteger(requestId))
    } catch (error) {
      assert.ok(error instanceof Error)
      assert.ok(!(error instanceof assert.AssertionError), String(error))
    }
  }

  describe(`the decoder of ${side} frames`, () => {
    it('takes any bytes', () => {
      fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), survives), { numRuns: 2_000 })
    })

    it('takes frames that were cut, changed or doubled anywhere', () => {
      const anyFixture = fc.constantFrom(...list.map(({ hex }) => bytesOf(hex)))
      const damage = fc.tuple(
        anyFixture,
        fc.nat(),
        fc.nat(255),
        fc.constantFrom('cut', 'set', 'twice'),
      )
      fc.assert(
        fc.property(damage, ([bytes, at, value, how]) => {
          const place = bytes.length === 0 ? 0 : at % bytes.length
          if (how === 'cut') survives(bytes.slice(0, place))
          if (how === 'set') survives(bytes.with(place, value))
          if (how === 'twice') survives(new Uint8Array([...bytes, ...bytes]))
        }),
        { numRuns: 5_000 },
      )
    })

    it('takes groups in groups in groups', () => {
      for (const nested of ['0b', '9b06']) {
        const times = FRAME_BYTES_MAX / (nested.length / 2)
        assert.throws(() => decode(bytesOf(nested.repeat(times))), /recursion/)
      }
    })

    it('takes lengths that promise more than there is, without taking the memory for it', () => {
      // Field 4, length-delimited, 2^31 - 1 bytes; and nested fields that claim the same.
      const claims = ['22ffffffff07', '2205ffffffff07', '08012a0a22ffffffff0722ffffffff07']
      const before = process.memoryUsage().arrayBuffers
      for (const hex of claims) for (let run = 0; run < 1_000; run += 1) survives(bytesOf(hex))
      assert.ok(process.memoryUsage().arrayBuffers - before < 10 * FRAME_BYTES_MAX)
    })
  })
}

describe('a frame of a newer release', () => {
  it('keeps its request_id when its body is not known', () => {
    // Field 1 is 7, field 99 a message that this version does not have.
    assert.deepEqual(decodeClientFrame(bytesOf('08079a06020801')), {
      requestId: 7,
      body: undefined,
    })
  })

  it('gives what is known of a body that has grown', () => {
    // A heartbeat, which is empty today, with a field 100 in it.
    const grown = '08031a03a00601'
    assert.equal(decodeClientFrame(bytesOf(grown)).body?.$case, 'heartbeat')
  })
})

describe('what a person writes', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.nat(2 ** 32 - 1),
        (text, id) => {
          const body = {
            $case: 'post',
            value: {
              conversationId: 'c',
              clientId: 'i',
              content: { $case: 'text', value: { text } },
            },
          } as const
          assert.deepEqual(plain(decodeClientFrame(encodeClientFrame(id, body))), {
            requestId: id,
            body,
          })
        },
      ),
    )
  })

  it('keeps times beyond 32 bits', () => {
    const at = Date.UTC(2026, 10, 23)
    const bytes = ServerFrame.encode({
      requestId: 1,
      body: {
        $case: 'posted',
        value: {
          conversationId: 'c',
          clientId: 'i',
          seq: 4_294_967_295,
          postedAt: at,
          isRepeated: true,
        },
      },
    }).finish()
    const { body } = decodeServerFrame(bytes)
    assert.ok(body?.$case === 'posted')
    assert.equal(body.value.postedAt, at)
    assert.equal(body.value.seq, 4_294_967_295)
  })
})
