import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { trainable } from './losses.ts'
import { createTreePredictor } from './predictor.ts'
import { createRandom } from './random.ts'
import { readModel } from './read-model.ts'
import { train } from './train.ts'
import { writeModel } from './write-model.ts'

/** Debian's python3-xgboost, or whichever Python has it. */
const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import xgboost']).status === 0,
)
const skip = python === undefined ? 'No Python here has xgboost (Debian: python3-xgboost).' : false

const script = `
import sys, numpy, xgboost
model, rows, columns, out, again = sys.argv[1:]
booster = xgboost.Booster(model_file=model)
x = numpy.fromfile(rows, dtype='<f4').reshape(-1, int(columns))
matrix = xgboost.DMatrix(x, feature_names=booster.feature_names, feature_types=booster.feature_types)
both = [booster.predict(matrix, output_margin=True), booster.predict(matrix)]
numpy.concatenate(both).astype('<f4').tofile(out)
booster.save_model(again)
`

describe('models written for XGBoost', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-model-'))
  after(() => rmSync(folder, { recursive: true }))

  for (const objective of trainable) {
    it(`are loaded by it and predict the same: ${objective}`, () => {
      const data = makeData()
      const censored = data.labels.map((_, row) => (row % 5 === 0 ? 1 : 0))
      const { model } = train(
        objective === 'survival:aft' ? { ...data, censored: Uint8Array.from(censored) } : data,
        { objective, trees: 25, sigma: 0.7 },
      )
      assertSame(writeModel(model), data.values, data.columns)
    })
  }

  for (const name of ['categories-partition', 'categories-one-hot', 'dart', 'gamma']) {
    it(`are loaded by it after reading and writing what it made: ${name}`, () => {
      const file = new URL(`./fixtures/${name}.ubj`, import.meta.url)
      const model = readModel(readFileSync(file))
      const random = createRandom(5)
      const values = Float32Array.from({ length: model.featureCount * 500 }, () =>
        Math.floor(random() * 60 - 5),
      )
      assertSame(writeModel(model), values, model.featureCount)
    })
  }

  function assertSame(file: string, values: Float32Array, columns: number): void {
    const at = (name: string): string => join(folder, name)
    writeFileSync(at('model.json'), file)
    writeFileSync(at('rows'), values)
    const args = [at('model.json'), at('rows'), String(columns), at('out'), at('again.ubj')]
    const run = spawnSync(python!, ['-c', script, ...args], { encoding: 'utf8' })
    assert.equal(run.status, 0, run.stderr)
    const bytes = readFileSync(at('out'))
    const told = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    )
    const rows = values.length / columns
    for (const kind of [Buffer.from(file), readFileSync(at('again.ubj'))]) {
      const predictor = createTreePredictor(readModel(kind))
      for (let row = 0; row < rows; row++) {
        assert.equal(predictor.margin(values, row * columns), told[row])
        const output = predictor.predict(values, row * columns)
        assert.ok(Math.abs(output - told[rows + row]!) <= 1e-6 * Math.abs(told[rows + row]!))
      }
    }
  }
})

function makeData() {
  const random = createRandom(9)
  const [rows, columns] = [2_000, 4]
  const values = Float32Array.from({ length: rows * columns }, () =>
    random() < 0.1 ? Number.NaN : random() * 4 - 2,
  )
  // Fits every objective: within 0 to 1, and above 0.
  const labels = Float32Array.from({ length: rows }, (_, row) => {
    const slope = values[row * columns]! + (values[row * columns + 1]! > 0 ? 1 : 0)
    return 0.05 + 0.9 / (1 + Math.exp(-(Number.isNaN(slope) ? 0.3 : slope) + random()))
  })
  return { columns, values, labels, names: ['load', 'hour', 'queue', 'level'] }
}
