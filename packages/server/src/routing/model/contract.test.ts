import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'node:test'
import { checkContract, hashContract } from './index.ts'
import type { Model } from './model.ts'
import { readModel } from './read-model.ts'

const categorical = readModel(
  readFileSync(new URL('./fixtures/categories-partition.json', import.meta.url)),
)
const named = (...featureNames: string[]): Model => ({ ...categorical, featureNames })
const contract = { names: ['topic', 'load'], categories: { topic: 64 } }

it('takes a model with the same names, order and categories', () => {
  checkContract(named('topic', 'load'), contract)
})

it('says what differs', () => {
  const cases: [Model, RegExp][] = [
    [named(), /does not name/],
    [named('topic'), /missing: "load"/],
    [named('topic', 'load', 'age'), /unknown: "age"/],
    [named('load', 'topic'), /feature 0 is "load" instead of "topic"/],
    [named('topic', 'load', 'load'), /stands twice/],
  ]
  for (const [model, problem] of cases) assert.throws(() => checkContract(model, contract), problem)
  const names = contract.names
  assert.throws(() => checkContract(named(...names), { names }), /"topic" for a category/)
  const few = { names, categories: { topic: 1 } }
  assert.throws(() => checkContract(named(...names), few), /"topic" has 1 categories/)
})

it('hashes names, order and categories', () => {
  const hash = hashContract(contract)
  assert.match(hash, /^[0-9a-f]{64}$/)
  assert.equal(hashContract({ ...contract }), hash)
  assert.notEqual(hashContract({ ...contract, names: ['load', 'topic'] }), hash)
  assert.notEqual(hashContract({ names: contract.names }), hash)
})
