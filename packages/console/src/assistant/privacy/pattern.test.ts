import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isWholePattern, splitPlaceholders } from './pattern.ts'

it('knows names that placeholders can have', () => {
  assert.equal(isWholePattern({ name: 'CONTRACT', pattern: 'C\\d+' }), true)
  assert.equal(isWholePattern({ name: 'contract', pattern: 'C\\d+' }), false)
  assert.equal(isWholePattern({ name: 'CONTRACT', pattern: '' }), false)
})

it('finds what was hidden, and loses nothing', () => {
  const text = 'Call [PHONE_1] or [ID_CARD_2], not [this] or [X].'
  const parts = splitPlaceholders(text)
  assert.equal(parts.map((part) => part.text).join(''), text)
  assert.deepEqual(
    parts.filter(({ isHidden }) => isHidden).map((part) => part.text),
    ['[PHONE_1]', '[ID_CARD_2]'],
  )
})
