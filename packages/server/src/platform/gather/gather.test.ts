import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createGather } from './gather.ts'

function source() {
  const loads: (readonly number[])[] = []
  const doubled = createGather(async (keys: readonly number[]) => {
    loads.push(keys)
    await new Promise((resolve) => setImmediate(resolve))
    if (keys.includes(13)) throw new Error('no luck')
    return (key) => key * 2
  })
  return { loads, doubled }
}

test('what is asked while a load is under way is loaded together', async () => {
  const { loads, doubled } = source()
  const answers = await Promise.all([1, 2, 3, 3].map(doubled))
  assert.deepEqual(answers, [2, 4, 6, 6])
  assert.deepEqual(loads, [[1], [2, 3, 3]])
  assert.equal(await doubled(4), 8)
})

test('a load that fails is told to its own askers alone', async () => {
  const { doubled } = source()
  const answers = await Promise.allSettled([1, 13, 5].map(doubled))
  assert.deepEqual(
    answers.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected'],
  )
  assert.equal(await doubled(5), 10)
})

test('a load has no more keys than a query can take', async () => {
  const { loads, doubled } = source()
  await Promise.all(Array.from({ length: 600 }, (_, key) => doubled(100 + key)))
  assert.deepEqual(
    loads.map(({ length }) => length),
    [1, 250, 250, 99],
  )
})
