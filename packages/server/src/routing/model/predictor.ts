import type { Forest } from './forest.ts'
import type { Model } from './model.ts'
import { links } from './objectives.ts'

/** A block of rows of some thirty features fits into the first cache beside a tree. */
const BLOCK_ROWS = 64

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

  /** The leaf that a row falls into. */
  function descend(root: number, rows: Float32Array, offset: number): number {
    let node = root
    for (let asked = feature[node]!; asked >= 0; asked = feature[node]!) {
      node = step(node, rows[offset + asked]!)
    }
    return node
  }

  function margin(rows: Float32Array, offset = 0): number {
    if (offset < 0 || offset + featureCount > rows.length) throw new RangeError('The row is short.')
    let sum = baseMargin
    for (let tree = 0; tree < roots.length; tree++) {
      sum = Math.fround(sum + condition[descend(roots[tree]!, rows, offset)]!)
    }
    return sum
  }

  return {
    margin,
    predict: (rows, offset = 0) => toOutput(margin(rows, offset)),
    predictMany(rows, out) {
      if (rows.length < out.length * featureCount) throw new RangeError('There are too few rows.')
      out.fill(baseMargin)
      // Tree by tree over a block of rows: both stay in the processor's caches.
      for (let start = 0; start < out.length; start += BLOCK_ROWS) {
        const end = Math.min(start + BLOCK_ROWS, out.length)
        for (const root of roots) {
          for (let row = start; row < end; row++) {
            out[row] = out[row]! + condition[descend(root, rows, row * featureCount)]!
          }
        }
      }
      for (let row = 0; row < out.length; row++) out[row] = toOutput(out[row]!)
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
