import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import type { Model } from './model.ts'
import { createTreePredictor } from './predictor.ts'
import { readModel } from './read-model.ts'
import { parseTable } from './table.ts'

const folder = new URL('./fixtures/', import.meta.url)
const read = (file: string): Buffer => readFileSync(new URL(file, folder))
const wide = parseTable(read('five-features.csv').toString())
const narrow = parseTable(read('categories.csv').toString())
const names = [
  'categories-one-hot',
  'categories-partition',
  'dart',
  'gamma',
  'logistic',
  'poisson',
  'squared-error-base-score',
]

describe('models that XGBoost saved', () => {
  for (const name of names) {
    for (const kind of ['json', 'ubj']) {
      it(`predicts what XGBoost predicted: ${name}.${kind}`, () => {
        assertPredicts(readModel(read(`${name}.${kind}`)), name)
      })
    }
  }

  it('takes a base score as a vector of one, as XGBoost writes it since 3.1', () => {
    const document = parse('gamma')
    document.learner.learner_model_param.base_score = '[5E-1]'
    assertPredicts(readModel(toBytes(document)), 'gamma')
  })

  it('takes the lists that 2.x and 3.x added', () => {
    const document = parse('poisson')
    const model = document.learner.gradient_booster.model
    model.iteration_indptr = [0, 1, 2, 3, 4, 5, 6, 7, 8]
    model.cats = { enc: [], feature_segments: [], sorted_idx: [] }
    for (const tree of model.trees) tree.tree_param.size_leaf_vector = '1'
    document.learner.learner_model_param.num_class = '1'
    document.version = [3, 4, 1]
    assertPredicts(readModel(toBytes(document)), 'poisson')
  })

  it("finds DART's weights where 3.3 and where 3.4 write them, under the name gbtree", () => {
    for (const isNewer of [false, true]) {
      const document = parse('dart')
      const { gbtree, weight_drop } = document.learner.gradient_booster
      document.learner.gradient_booster = isNewer
        ? { name: 'gbtree', model: { ...gbtree.model, weight_drop } }
        : { name: 'gbtree', model: gbtree.model, weight_drop }
      assertPredicts(readModel(toBytes(document)), 'dart')
    }
  })

  it('takes directions as booleans, as XGBoost wrote them up to 1.5', () => {
    const document = parse('gamma')
    for (const tree of document.learner.gradient_booster.model.trees) {
      tree.default_left = tree.default_left.map((direction: number) => direction === 1)
    }
    assertPredicts(readModel(toBytes(document)), 'gamma')
  })

  it('explains a margin by parts that add up to it', () => {
    const predictor = createTreePredictor(readModel(read('gamma.ubj')))
    const parts = new Float64Array(6)
    for (let row = 0; row < 100; row++) {
      predictor.contributions(wide.values, row * 5, parts)
      const sum = parts.reduce((total, part) => total + part)
      assert.ok(Math.abs(sum - predictor.margin(wide.values, row * 5)) < 1e-5)
    }
  })

  it('refuses a row that is too short', () => {
    const predictor = createTreePredictor(readModel(read('gamma.ubj')))
    assert.throws(() => predictor.predict(new Float32Array(4)), RangeError)
  })
})

function assertPredicts(model: Model, name: string): void {
  const table = name.startsWith('categories') ? narrow : wide
  const expected = read(`${name}.expected.csv`).toString().trim().split('\n').map(Number)
  const predictions = new Float32Array(table.rows)
  createTreePredictor(model).predictMany(table.values, predictions)
  assert.equal(expected.length, table.rows)
  assert.deepEqual([...predictions], expected)
}

// biome-ignore lint/suspicious/noExplicitAny: a document that tests bend
function parse(name: string): any {
  return JSON.parse(read(`${name}.json`).toString())
}

function toBytes(document: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(document))
}
