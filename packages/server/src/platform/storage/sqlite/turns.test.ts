import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurns } from './turns.ts'

test('steps on one thing keep their order when one of them waits', async () => {
  const turns = createTurns()
  const done: string[] = []
  const note = (name: string) => () => {
    done.push(name)
  }
  const { promise, resolve } = Promise.withResolvers<void>()
  const { promise: later, resolve: resolveLater } = Promise.withResolvers<void>()
  const all = [
    turns.take('a', note('first')),
    turns.take('a', () => turns.occupy('a', promise, note('waited'))),
    turns.take('a', () => turns.occupy('a', later, note('waited again'))),
    turns.take('a', note('last')),
    turns.take('b', note('other')),
  ]
  assert.deepEqual(done, ['first', 'other'])
  resolve()
  await all[1]
  assert.deepEqual(done, ['first', 'other', 'waited'])
  resolveLater()
  await Promise.all(all)
  assert.deepEqual(done, ['first', 'other', 'waited', 'waited again', 'last'])
})

test('a step that fails holds nobody up', async () => {
  const turns = createTurns()
  const broken = turns.take('a', () => turns.occupy('a', Promise.reject(new Error('no')), () => 1))
  const thrown = turns.take('a', () => {
    throw new Error('not this either')
  })
  const fine = turns.take('a', () => 2)
  await assert.rejects(broken, /no/)
  await assert.rejects(thrown, /either/)
  assert.equal(await fine, 2)
})
