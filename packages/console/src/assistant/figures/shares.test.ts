import assert from 'node:assert/strict'
import { it } from 'node:test'
import { ranked, shareText, sumOf } from './shares.ts'

it('never says none of some, nor all of nearly all', () => {
  assert.equal(shareText(0, 0), '–')
  assert.equal(shareText(0, 10), '0 %')
  assert.equal(shareText(1, 1_000), '<1 %')
  assert.equal(shareText(1, 3), '33 %')
  assert.equal(shareText(999, 1_000), '99 %')
  assert.equal(shareText(10, 10), '100 %')
})

it('adds up, and puts the greatest first', () => {
  const counts = { cache: 2, engines: 5, graph: 1 }
  assert.equal(sumOf(counts), 8)
  assert.deepEqual(ranked(counts), [
    ['engines', 5],
    ['cache', 2],
    ['graph', 1],
  ])
})
