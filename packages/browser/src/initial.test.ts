import assert from 'node:assert/strict'
import { test } from 'node:test'
import { initial } from './initial.ts'

test('an avatar shows the first character', () => {
  assert.deepEqual(['anna', ' Émile', '王小明', '🍵 tea', 'ß', '', '  '].map(initial), [
    'A',
    'É',
    '王',
    '🍵',
    'SS',
    '·',
    '·',
  ])
})
