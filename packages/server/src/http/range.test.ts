import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parseRange } from './range.ts'

describe('parseRange', () => {
  it('reads a beginning, an end, both, and the last bytes', () => {
    assert.deepEqual(parseRange('bytes=0-', 10), { start: 0, end: 9 })
    assert.deepEqual(parseRange('bytes=2-4', 10), { start: 2, end: 4 })
    assert.deepEqual(parseRange('bytes=2-99', 10), { start: 2, end: 9 })
    assert.deepEqual(parseRange('bytes=-3', 10), { start: 7, end: 9 })
    assert.deepEqual(parseRange('bytes=-99', 10), { start: 0, end: 9 })
  })

  it('sends all for what is no single range', () => {
    for (const header of [undefined, '', 'bytes=-', 'bytes=4-2', 'bytes=0-1,3-4', 'lines=1-2']) {
      assert.equal(parseRange(header, 10), undefined)
    }
  })

  it('says when nothing is there', () => {
    assert.equal(parseRange('bytes=10-', 10), 'unsatisfiable')
    assert.equal(parseRange('bytes=-0', 10), 'unsatisfiable')
  })

  it('stays within the body', () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.option(fc.nat(50)),
        fc.integer({ min: 1, max: 40 }),
        (a, b, size) => {
          const range = parseRange(`bytes=${a}-${b ?? ''}`, size)
          if (typeof range !== 'object') return
          assert.ok(range.start >= 0 && range.start <= range.end && range.end < size)
        },
      ),
    )
  })
})
