import assert from 'node:assert/strict'
import { it } from 'node:test'
import { parseTable } from './table.ts'

it('reads numbers, and an empty cell as a missing value', () => {
  const { names, rows, columns, values } = parseTable('1,,-2.5\r\n,3e2,.5\n')
  assert.deepEqual([names, rows, columns], [[], 2, 3])
  assert.deepEqual([...values], [1, Number.NaN, -2.5, Number.NaN, 300, 0.5])
})

it('takes names from the first line', () => {
  const { names, rows, values } = parseTable('"load",topic\n1,2')
  assert.deepEqual([names, rows, [...values]], [['load', 'topic'], 1, [1, 2]])
})

it('keeps empty lines of a table with one column: they are missing values', () => {
  assert.deepEqual([...parseTable('1\n\n3\n').values], [1, Number.NaN, 3])
})

it('names the line and column of what it cannot take', () => {
  assert.throws(() => parseTable(''), /empty/)
  assert.throws(() => parseTable('1,2\n3'), /line 2: has 1 cells instead of 2/)
  assert.throws(() => parseTable('1,2\n3,x'), /line 2, column 2: "x" is no number/)
  assert.throws(() => parseTable('1,2\n3,1e99'), /"1e99" is no number/)
})
