import assert from 'node:assert/strict'
import { it } from 'node:test'
import { fromLocalTime, toLocalTime } from './local-time.ts'

it('writes a moment in local time and reads the same moment again', () => {
  for (const at of [0, Date.UTC(2026, 1, 28, 23, 59), Date.UTC(2026, 6, 1)]) {
    assert.equal(fromLocalTime(toLocalTime(at)), at)
  }
})

it('knows no moment where there is none', () => {
  assert.equal(toLocalTime(null), '')
  assert.equal(fromLocalTime(''), null)
})
