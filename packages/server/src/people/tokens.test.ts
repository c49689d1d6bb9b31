import assert from 'node:assert/strict'
import { it } from 'node:test'
import { hashToken, newToken } from './tokens.ts'

it('makes tokens of 256 bits that fit into an address and never come twice', () => {
  const tokens = Array.from({ length: 100 }, newToken)
  for (const token of tokens) {
    assert.match(token, /^[\w-]{43}$/)
    assert.equal(Buffer.from(token, 'base64url').length, 32)
  }
  assert.equal(new Set(tokens).size, tokens.length)
})

it('keeps of a token only what does not lead back to it', () => {
  // SHA-256 of "abc", FIPS 180-2, appendix B.1.
  assert.equal(hashToken('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
