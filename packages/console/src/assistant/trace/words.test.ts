import assert from 'node:assert/strict'
import { it } from 'node:test'
import { costText, msText } from './words.ts'

it('writes times in the unit that fits', () => {
  assert.deepEqual([0, 0.44, 9.96, 12.4, 1_340].map(msText), [
    '0.0 ms',
    '0.4 ms',
    '10.0 ms',
    '12 ms',
    '1.3 s',
  ])
})

it('hides no small amount', () => {
  assert.deepEqual([0, 3, 4_200, 12_345_678].map(costText), ['0', '0.0000030', '0.0042', '12.35'])
})
