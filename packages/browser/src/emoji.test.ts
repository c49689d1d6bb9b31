import assert from 'node:assert/strict'
import { it } from 'node:test'
import { emoji } from './emoji.ts'

it('offers pictures, each once', () => {
  assert.equal(new Set(emoji).size, emoji.length)
  for (const sign of emoji) assert.match(sign, /^\p{RGI_Emoji}$/v, sign)
})
