import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ClientHashes } from './client-hashes.ts'

test('hashes are held as a plain list holds them, also after a cut', () => {
  const hash = fc.integer({ min: 0, max: 0xffffffff })
  const step = fc.oneof(
    hash.map((value) => ({ add: value })),
    fc.nat(40).map((value) => ({ cut: value })),
  )
  fc.assert(
    fc.property(
      fc.array(hash, { maxLength: 20 }),
      fc.array(step, { maxLength: 60 }),
      (from, steps) => {
        const hashes = new ClientHashes(from)
        const list = [...from]
        for (const one of steps) {
          if ('add' in one) {
            hashes.add(one.add)
            list.push(one.add)
          } else {
            hashes.cut(one.cut)
            list.length = Math.min(list.length, one.cut)
          }
          const asked = 'add' in one ? one.add : (from[0] ?? 0)
          assert.equal(hashes.has(asked), list.includes(asked))
          assert.equal(hashes.has(0), list.includes(0))
          assert.equal(hashes.length, list.length)
        }
      },
    ),
  )
})
