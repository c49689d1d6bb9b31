import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { handoffMark, MarkFilter } from './marks.ts'
import { readEvents } from './sse.ts'
import { WithoutThoughts } from './without-thoughts.ts'

/** A text cut at these places. */
function cut<Whole extends { length: number; slice(from: number, to?: number): Whole }>(
  whole: Whole,
  places: readonly number[],
): Whole[] {
  const sorted = places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b)
  return [0, ...sorted].map((from, index) => whole.slice(from, sorted[index] ?? whole.length))
}

const anyEvent = fc.record({
  name: fc.constantFrom('', 'answer', 'conversation.message.delta'),
  // Nothing that ends a line, as in JSON; anything else, characters of four bytes among it.
  lines: fc.array(
    fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, '').replace(/^ /, '')),
    { minLength: 1, maxLength: 3 },
  ),
  before: fc.constantFrom(
    '',
    ': keep-alive\n',
    ':\n\n',
    'event: ping\n\n',
    'retry: 3\n',
    'id: 1\n',
  ),
  space: fc.constantFrom('', ' '),
})

test('events are the same however their bytes are cut and their lines end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEvent, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.nat(), { maxLength: 20 }),
      fc.boolean(),
      async (events, lineEnd, places, isUnended) => {
        const written = events
          .map(({ name, lines, before, space }) => {
            const head = name === '' ? '' : `event:${space}${name}\n`
            // Without a space of its own, one that the data begins with would be taken away.
            return `${before}${head}${lines.map((line) => `data:${space}${line}\n`).join('')}\n`
          })
          .join('')
        const whole = isUnended ? written.slice(0, -2) : written
        const bytes = Buffer.from(whole.replaceAll('\n', lineEnd))
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            for (const piece of cut<Uint8Array>(bytes, places)) {
              if (piece.length > 0) controller.enqueue(piece)
            }
            controller.close()
          },
        })
        const read: { name: string; data: string }[] = []
        for await (const { name, data } of readEvents(body, () => {})) read.push({ name, data })
        assert.deepEqual(
          read,
          events.map(({ name, lines }) => ({ name, data: lines.join('\n') })),
        )
      },
    ),
    { numRuns: 500 },
  )
})

test('an event beyond all bounds is refused, not kept', async () => {
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1
      controller.enqueue(Buffer.from(`${sent === 1 ? 'data: ' : ''}${'x'.repeat(65_536)}`))
    },
  })
  await assert.rejects(
    async () => {
      for await (const _event of readEvents(body, () => {}));
    },
    { kind: 'protocol' },
  )
  assert.ok(sent < 100, String(sent))
})

test('marks and thoughts are found however the text is cut, and nothing else is lost', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '[[HANDOFF]]',
      '[[HANDOFF:退款]]',
      '[[HANDOFF:电 [PHONE_1]]]',
      '[A]',
      '[',
      '[[',
      '[[HAND',
      ']]',
      '退',
      '<',
      '<b>',
    ),
    fc.string({ unit: 'grapheme', maxLength: 5 }),
  )
  fc.assert(
    fc.property(fc.array(part), fc.array(fc.nat(), { maxLength: 20 }), (parts, places) => {
      const text = parts.join('')
      const expected = text.replace(
        /\[\[HANDOFF(?::(?:[^[\]\n]|\[[^[\]\n]{0,40}\]){0,200})?\]\]/g,
        '',
      )
      const filter = new MarkFilter([handoffMark], '[')
      const shown = cut(text, places).map((piece) => filter.push(piece))
      assert.equal(shown.join('') + filter.flush(), expected)
      assert.equal(filter.handoff !== undefined, expected !== text)

      if (text.trimStart().startsWith('<think>') || text.trim() === '') return
      for (const thought of ['', '<think>a<b</think>\n']) {
        const without = new WithoutThoughts()
        const answer = cut(thought + text, places).map((piece) => without.push(piece))
        const said = answer.join('') + without.flush()
        assert.equal(thought === '' ? said : said, thought === '' ? text : text.trimStart())
      }
    }),
    { numRuns: 1_000 },
  )
})
