import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergeSpans } from './span.ts'

test('spans that overlap become one, named after the longest; those that touch stay apart', () => {
  const merged = mergeSpans([
    { start: 20, end: 25, kind: 'NAME' },
    { start: 0, end: 4, kind: 'PHONE' },
    { start: 3, end: 12, kind: 'ORDER' },
    { start: 11, end: 13, kind: 'CARD' },
    { start: 13, end: 15, kind: 'CARD' },
  ])
  assert.deepEqual(merged, [
    { start: 0, end: 13, kind: 'ORDER' },
    { start: 13, end: 15, kind: 'CARD' },
    { start: 20, end: 25, kind: 'NAME' },
  ])
})
