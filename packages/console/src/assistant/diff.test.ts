import assert from 'node:assert/strict'
import { it } from 'node:test'
import { diffLines, foldSame } from './diff.ts'

const marks = { same: ' ', added: '+', removed: '-' }
const told = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${marks[kind]}${text}`)

it('shows what came, what went and what stayed', () => {
  assert.deepEqual(told('a\nb\nc\nd', 'a\nx\nc\nd\ne'), [' a', '-b', '+x', ' c', ' d', '+e'])
})

it('finds nothing between equal texts', () => {
  assert.deepEqual(told('a\nb', 'a\nb'), [' a', ' b'])
})

it('gives back both texts, whatever they are', () => {
  const texts = ['', 'a', 'a\na\nb', 'b\na\na', 'c\n\nb\na', 'a\nb\nc\na\nb']
  for (const before of texts) {
    for (const after of texts) {
      const lines = diffLines(before, after)
      const of = (without: 'added' | 'removed') =>
        lines.flatMap(({ kind, text }) => (kind === without ? [] : [text])).join('\n')
      assert.equal(of('added'), before)
      assert.equal(of('removed'), after)
    }
  }
})

it('folds what did not change', () => {
  const before = 'a\nb\nc\nd\ne\nf'
  assert.deepEqual(foldSame(diffLines(before, `${before}\ng`), 1), [
    { kind: 'gap', count: 5 },
    { kind: 'same', text: 'f' },
    { kind: 'added', text: 'g' },
  ])
})
