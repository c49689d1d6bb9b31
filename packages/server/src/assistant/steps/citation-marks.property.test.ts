import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CitationMarks } from './citation-marks.ts'

function read(pieces: readonly string[], given: number) {
  const marks = new CitationMarks(given)
  const text = pieces.map((piece) => marks.push(piece)).join('') + marks.end()
  return { text, used: marks.used }
}

test('what was used is numbered in the order of the text, and nothing else is shown', () => {
  assert.deepEqual(read(['Within 7 days [3]. Free [1][3], not [9] or [0].'], 3), {
    text: 'Within 7 days [1]. Free [2][1], not  or .',
    used: [3, 1],
  })
})

test('however the text is cut, the same is read', () => {
  const part = fc.constantFrom(
    '[',
    ']',
    '1',
    '2',
    '12',
    '[1]',
    '[2]',
    '[99]',
    '退款',
    ' ',
    '[PHONE_1]',
  )
  fc.assert(
    fc.property(fc.array(part), fc.array(fc.nat(8)), (parts, cuts) => {
      const text = parts.join('')
      const pieces: string[] = []
      let rest = text
      for (const cut of cuts) {
        pieces.push(rest.slice(0, cut))
        rest = rest.slice(cut)
      }
      assert.deepEqual(read([...pieces, rest], 2), read([text], 2))
    }),
  )
})
