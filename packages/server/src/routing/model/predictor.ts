import type { Forest } from './forest.ts'
import type { Model } from './model.ts'
import { links } from './objectives.ts'

/**
 * Tells what a model predicts, in XGBoost's float32 arithmetic. Rows are float32, a missing value
 * is NaN; `offset` is where the row starts. One row allocates nothing.
 */
export interface TreePredictor {
  margin(rows: Float32Array, offset?: number): number
  predict(rows: Float32Array, offset?: number): number
  /** Fills `out` with a prediction for each row of `rows`, which lie one behind the other. */
  predictMany(rows: Float32Array, out: Float32Array): void
  /**
   * Adds up, along each tree's path, how each step moves the mean of the leaves below (weighted by
   * hessians, as XGBoost's `approx_contribs`). `out` has a place per feature and a last one for
   * what no feature moved; together they are the margin.
   */
  contributions(rows: Float32Array, offset: number, out: Float64Array): void
}

export function createTreePredictor(model: Model): TreePredictor {
  const { forest, featureCount, baseMargin } = model
  const { roots, feature, condition, left, missing, categories } = forest
  const { toOutput } = links.get(model.objective)!
  let means: Float64Array | undefined

  function step(node: number, value: number): number {
    const threshold = condition[node]!
    if (value < threshold) return left[node]!
    if (value >= threshold) return left[node]! + 1
    if (Number.isNaN(value)) return missing[node]!
    const isListed = value >= 0 && categories.get(node)!.has(Math.trunc(value))
    return left[node]! + (isListed ? 1 : 0)
  }

  function margin(rows: Float32Array, offset = 0): number {
    if (offset < 0 || offset + featureCount > rows.length) throw new RangeError('The row is short.')
    let sum = baseMargin
    for (let tree = 0; tree < roots.length; tree++) {
      let node = roots[tree]!
      for (let asked = feature[node]!; asked >= 0; asked = feature[node]!) {
        node = step(node, rows[offset + asked]!)
      }
      sum = Math.fround(sum + condition[node]!)
    }
    return sum
  }

  return {
    margin,
    predict: (rows, offset = 0) => toOutput(margin(rows, offset)),
    predictMany(rows, out) {
      for (let row = 0; row < out.length; row++)
        out[row] = toOutput(margin(rows, row * featureCount))
    },
    contributions(rows, offset, out) {
      if (offset < 0 || offset + featureCount > rows.length || out.length !== featureCount + 1) {
        throw new RangeError('The row is short, or the room for its parts has another size.')
      }
      means ??= nodeMeans(forest)
      out.fill(0)
      out[featureCount] = baseMargin
      for (let tree = 0; tree < roots.length; tree++) {
        let node = roots[tree]!
        out[featureCount]! += means[node]!
        for (let asked = feature[node]!; asked >= 0; asked = feature[node]!) {
          const child = step(node, rows[offset + asked]!)
          out[asked]! += means[child]! - means[node]!
          node = child
        }
      }
    },
  }
}

function nodeMeans({ feature, condition, left, cover }: Forest): Float64Array {
  const means = new Float64Array(feature.length)
  // Children stand behind their parents, so backwards they come first.
  for (let node = feature.length - 1; node >= 0; node--) {
    const child = left[node]!
    if (feature[node]! < 0) means[node] = condition[node]!
    else {
      const total = cover[child]! + cover[child + 1]!
      const share = total > 0 ? cover[child]! / total : 0.5
      means[node] = means[child]! * share + means[child + 1]! * (1 - share)
    }
  }
  return means
}
