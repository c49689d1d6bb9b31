import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedKind, questionOf } from './questions.ts'

test('of ten questions seven are repeated, two known and one is for an engine', () => {
  const kinds = Array.from({ length: 1_000 }, (_, number) => mixedKind(number))
  const count = (kind: string) => kinds.filter((one) => one === kind).length
  assert.deepEqual([count('cached'), count('knowledge'), count('engine')], [700, 200, 100])
})

test('repeats what was asked before, and asks an engine nothing twice', () => {
  const repeated = Array.from({ length: 1_000 }, (_, number) => questionOf('cached', number))
  assert.equal(new Set(repeated.map((bytes) => bytes.toString('hex'))).size, 40)
  assert.notDeepEqual(questionOf('engine', 1), questionOf('engine', 2))
})
