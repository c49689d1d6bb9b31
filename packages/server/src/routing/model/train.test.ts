import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTreePredictor } from './predictor.ts'
import { createRandom } from './random.ts'
import { readModel } from './read-model.ts'
import { type TrainingData, type TrainingOptions, train } from './train.ts'
import { trainInWorker } from './train-in-worker.ts'
import { writeModel } from './write-model.ts'

const exact = { trees: 1, depth: 1, eta: 1, l2: 0 }

describe('training', () => {
  it('finds a step exactly', () => {
    const values = Float32Array.from({ length: 100 }, (_, row) => row)
    const labels = values.map((value) => (value < 37 ? 2 : 10))
    const { model } = train({ columns: 1, values, labels }, exact)
    assert.equal(model.forest.condition[0], 36.5)
    assert.deepEqual(predict(model, values), [...labels])
  })

  it('sends missing values where they lower the loss, left or right', () => {
    for (const missing of [2, 10]) {
      const values = Float32Array.from({ length: 90 }, (_, row) => (row < 30 ? NaN : row))
      const labels = values.map((value) => (Number.isNaN(value) ? missing : value < 60 ? 2 : 10))
      const { model } = train({ columns: 1, values, labels }, exact)
      assert.deepEqual(predict(model, values), [...labels])
      assert.equal(model.forest.missing[0]! - model.forest.left[0]!, missing === 2 ? 0 : 1)
    }
  })

  it('parts missing values from all others', () => {
    const values = Float32Array.from({ length: 60 }, (_, row) => (row % 2 === 0 ? NaN : row))
    const labels = values.map((value) => (Number.isNaN(value) ? 5 : 1))
    const { model } = train({ columns: 1, values, labels }, exact)
    assert.deepEqual(predict(model, values), [...labels])
  })

  it('bins by weight: where rows weigh more, bins are finer', () => {
    const values = Float32Array.from({ length: 10_000 }, (_, row) => row)
    const labels = values.map((value) => (value < 37 ? 1 : 3))
    const weights = values.map((value) => (value < 100 ? 1_000 : 1))
    const { model } = train({ columns: 1, values, labels, weights }, exact)
    assert.deepEqual(predict(model, Float32Array.of(0, 36, 37, 9_999)), [1, 1, 3, 3])
  })

  it('comes within a hundredth of the noise on a curved target', () => {
    const { data, test, noise } = friedman(8_000)
    const { model } = train(data, { trees: 150 })
    const predictions = predict(model, test.values)
    const squares = predictions.map((value, row) => (value - test.labels[row]!) ** 2)
    const rmse = Math.sqrt(squares.reduce((sum, square) => sum + square) / squares.length)
    assert.ok(rmse < noise * 1.2, `${rmse}`)
  })

  it('gives the same bytes for the same seed, and others for another', () => {
    const { data } = friedman(2_000)
    const options = { trees: 10, rowShare: 0.7, columnShare: 0.5, seed: 7 }
    const file = writeModel(train(data, options).model)
    assert.equal(writeModel(train(data, options).model), file)
    assert.notEqual(writeModel(train(data, { ...options, seed: 8 }).model), file)
  })

  it('stops when the last part of time gets no better, and keeps the best trees', () => {
    const { data } = friedman(1_500)
    const options = { trees: 400, eta: 0.5, holdOut: 0.2, patience: 5 }
    const { model, holdOut } = train(data, options)
    const kept = model.forest.roots.length
    assert.ok(kept > 3 && kept < 395, `${kept}`)
    assert.equal(holdOut?.rows, 300)
    assert.ok(holdOut.loss < holdOut.constantLoss / 3)
    const held = predict(model, data.values).slice(1_200)
    const loss = held.reduce((sum, value, row) => sum + (value - data.labels[1_200 + row]!) ** 2, 0)
    assert.ok(Math.abs(loss / 300 / holdOut.loss - 1) < 1e-4)
  })

  it('learns from waits that were cut short what dropping them would hide', () => {
    const random = createRandom(3)
    const rows = 6_000
    const values = Float32Array.from({ length: rows }, (_, row) => row % 2)
    const waits = values.map((slow) => Math.exp(3 + slow + normal(random) * 0.8))
    const cut = waits.map(() => 60 * random() ** 0.5)
    const censored = Uint8Array.from(waits, (wait, row) => (wait > cut[row]! ? 1 : 0))
    const labels = waits.map((wait, row) => Math.max(Math.min(wait, cut[row]!), 0.01))
    const options: Partial<TrainingOptions> = { ...exact, objective: 'survival:aft', trees: 60 }
    const both = { ...options, sigma: 0.8, eta: 0.3 }
    const { model } = train({ columns: 1, values, labels, censored }, both)
    const kept = [...labels.keys()].filter((row) => censored[row] === 0)
    const naive = train(
      {
        columns: 1,
        values: Float32Array.from(kept, (row) => values[row]!),
        labels: Float32Array.from(kept, (row) => labels[row]!),
      },
      { ...options, objective: 'survival:aft', sigma: 0.8, eta: 0.3 },
    ).model
    const truth = [Math.exp(3), Math.exp(4)]
    const error = (found: number[]) => found.map((v, k) => Math.abs(Math.log(v / truth[k]!)))
    const good = error(predict(model, Float32Array.of(0, 1)))
    const bad = error(predict(naive, Float32Array.of(0, 1)))
    assert.ok(good[0]! < 0.06 && good[1]! < 0.06, String(good))
    assert.ok(bad[1]! > 4 * good[1]!, String(bad))
  })

  for (const objective of ['binary:logistic', 'count:poisson', 'reg:gamma'] as const) {
    it(`finds the means of groups: ${objective}`, () => {
      const values = Float32Array.from({ length: 400 }, (_, row) => row % 2)
      const [high, low] = objective === 'binary:logistic' ? [1, 0] : [4, 0.5]
      const labels = values.map((group, row) => (row % 8 < 2 + group * 4 ? high : low))
      const { model } = train({ columns: 1, values, labels }, { ...exact, objective, trees: 40 })
      const mean = (group: number) => {
        const own = labels.filter((_, row) => values[row] === group)
        return own.reduce((sum, y) => sum + y) / own.length
      }
      predict(model, Float32Array.of(0, 1)).forEach((value, group) => {
        assert.ok(Math.abs(value - mean(group)) < 1e-3, `${value} instead of ${mean(group)}`)
      })
    })
  }

  it('starts from given margins', () => {
    const values = Float32Array.from({ length: 50 }, (_, row) => row)
    const margins = values.map((value) => value * 3)
    const labels = values.map((value) => value * 3 + (value < 20 ? 1 : 2))
    const { model } = train({ columns: 1, values, labels, margins }, exact)
    const [low, high] = predict(model, Float32Array.of(0, 40))
    assert.ok(Math.abs(low! - 1) < 1e-5 && Math.abs(high! - 2) < 1e-5, `${low}, ${high}`)
  })

  it('names what it cannot train on', () => {
    const data = { columns: 1, values: Float32Array.of(1, 2), labels: Float32Array.of(1, 2) }
    const cases: [Partial<TrainingData>, Partial<TrainingOptions>, RegExp][] = [
      [{}, { depth: 40 }, /^depth: 40 is not within/],
      [{}, { eta: Number.NaN }, /^eta: NaN/],
      [{ labels: Float32Array.of(1, NaN) }, {}, /^labels\[1\]: NaN is no number/],
      [{ labels: Float32Array.of(1, 0) }, { objective: 'reg:gamma' }, /greater than 0/],
      [{ censored: Uint8Array.of(0, 1) }, {}, /knows no censored rows/],
      [{ values: Float32Array.of(1) }, {}, /^values: do not fill/],
      [{ values: Float32Array.of(1, Infinity) }, {}, /without end/],
      [{ names: ['a', 'b'] }, {}, /^names: 2 for 1/],
      [{ weights: Float32Array.of(0, 0) }, {}, /no row to train on/],
    ]
    for (const [change, options, problem] of cases) {
      assert.throws(() => train({ ...data, ...change }, options), { message: problem })
    }
  })
})

describe('training in a thread', () => {
  const { data } = friedman(2_000)

  it('gives what the same training gives here, and tells of each tree', async () => {
    const seen: number[] = []
    const { model } = await trainInWorker(data, { trees: 5 }, { onTree: (p) => seen.push(p.trees) })
    assert.equal(writeModel(model), writeModel(train(data, { trees: 5 }).model))
    assert.deepEqual(seen, [1, 2, 3, 4, 5])
  })

  it('ends when cancelled', async () => {
    const cancel = new AbortController()
    const onTree = () => cancel.abort(new Error('enough'))
    const training = trainInWorker(data, { trees: 5_000 }, { signal: cancel.signal, onTree })
    await assert.rejects(training, /enough/)
    await assert.rejects(trainInWorker(data, {}, { signal: cancel.signal }), /enough/)
  })

  it('passes refusals on', async () => {
    await assert.rejects(trainInWorker(data, { depth: 0 }), { name: 'ModelError' })
  })
})

describe('a written model', () => {
  it('is read again with equal predictions', () => {
    const { data } = friedman(2_000)
    const { model } = train({ ...data, names: data.names! }, { trees: 20 })
    const again = readModel(Buffer.from(writeModel(model)))
    assert.deepEqual(predict(again, data.values), predict(model, data.values))
    assert.deepEqual(again, model)
  })
})

function predict(model: Parameters<typeof createTreePredictor>[0], values: Float32Array): number[] {
  const out = new Float32Array(values.length / model.featureCount)
  createTreePredictor(model).predictMany(values, out)
  return [...out]
}

/** Friedman's first function, ten columns, some values missing. */
function friedman(rows: number) {
  const random = createRandom(11)
  const columns = 10
  const noise = 1
  const make = (count: number) => {
    const values = Float32Array.from({ length: count * columns }, random)
    const labels = Float32Array.from({ length: count }, (_, row) => {
      const [a, b, c, d, e] = values.subarray(row * columns, row * columns + 5) as unknown as [
        number,
        number,
        number,
        number,
        number,
      ]
      const curve = 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2
      return curve + 10 * d + 5 * e + normal(random) * noise
    })
    // A value of the last column, which tells nothing, is missing here and there.
    for (let row = 0; row < count; row += 7) values[row * columns + 9] = Number.NaN
    const names = Array.from({ length: columns }, (_, column) => `x${column}`)
    return { columns, values, labels, names }
  }
  return { data: make(rows), test: make(4_000), noise }
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
