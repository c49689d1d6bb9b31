import { findBestSplit, type Histogram, type SplitRules, type Sums } from './best-split.ts'
import { type Binned, MISSING_BIN } from './binning.ts'
import type { ForestBuilder } from './forest.ts'

export interface GrowthRules extends SplitRules {
  depth: number
  /** What a leaf's value is multiplied by. */
  eta: number
}

/** Above every value that a row can have: what is not missing goes left. */
const ABOVE_ALL = Math.fround(3.4028234663852886e38)

/**
 * Grows trees on binned rows. Histograms of the smaller child are counted, of the larger one
 * subtracted; rows lie row by row, which is what caches like.
 */
export function createTreeGrower(
  { bins, byColumn, cuts }: Binned,
  rows: number,
  rules: GrowthRules,
  gradients: Float64Array,
  hessians: Float64Array,
) {
  const width = cuts.length
  const order = new Int32Array(rows)
  const rest = new Int32Array(rows)
  const pool: Histogram[] = []

  /** Adds a tree that splits on `columns` alone, and its values to the margins of all rows. */
  return function growTree(builder: ForestBuilder, columns: Int32Array, margins: Float32Array) {
    for (let row = 0; row < rows; row++) order[row] = row
    const histogram = count(0, rows, columns)
    grow(builder.tree(), 0, rows, 0, sum(0, rows), histogram)

    function grow(
      node: number,
      start: number,
      end: number,
      depth: number,
      total: Sums,
      histogram: Histogram | undefined,
    ): void {
      const best =
        histogram === undefined ? undefined : findBestSplit(histogram, total, columns, cuts, rules)
      if (best === undefined) {
        release(histogram)
        leaf(node, start, end, total)
        return
      }
      const { column, bin, missingLeft, gain, left, right } = best
      const middle = partition(start, end, column, bin, missingLeft)
      const condition = cuts[column]![bin] ?? ABOVE_ALL
      const child = builder.split(node, {
        feature: column,
        condition,
        missingLeft,
        cover: total.hessian,
        gain,
      })
      const isLast = depth + 1 >= rules.depth
      const isLeftSmaller = middle - start <= end - middle
      let small: Histogram | undefined
      if (isLast) release(histogram)
      else {
        small = isLeftSmaller ? count(start, middle, columns) : count(middle, end, columns)
        subtract(histogram!, small, columns)
      }
      const large = isLast ? undefined : histogram
      const [first, second] = isLeftSmaller ? [small, large] : [large, small]
      grow(child, start, middle, depth + 1, left, first)
      grow(child + 1, middle, end, depth + 1, right, second)
    }

    function leaf(node: number, start: number, end: number, total: Sums): void {
      const value = Math.fround((-total.gradient / (total.hessian + rules.l2)) * rules.eta)
      builder.leaf(node, value, total.hessian)
      for (let at = start; at < end; at++) {
        const row = order[at]!
        margins[row] = margins[row]! + value
      }
    }
  }

  function sum(start: number, end: number): Sums {
    let gradient = 0
    let hessian = 0
    for (let at = start; at < end; at++) {
      gradient += gradients[order[at]!]!
      hessian += hessians[order[at]!]!
    }
    return { gradient, hessian }
  }

  function count(start: number, end: number, columns: Int32Array): Histogram {
    const histogram = pool.pop() ?? new Float64Array(width << 9)
    histogram.fill(0)
    if (columns.length === width) countAll(histogram, start, end)
    else countSome(histogram, start, end, columns)
    return histogram
  }

  /** Half of training's time is spent in these lines. */
  function countAll(histogram: Histogram, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const row = order[at]!
      const hessian = hessians[row]!
      if (hessian === 0) continue
      const gradient = gradients[row]!
      let cell = row * width
      const stop = width << 9
      for (let offset = 0; offset < stop; offset += 512) {
        const slot = offset + (bins[cell++]! << 1)
        histogram[slot] = histogram[slot]! + gradient
        histogram[slot + 1] = histogram[slot + 1]! + hessian
      }
    }
  }

  function countSome(h: Histogram, start: number, end: number, columns: Int32Array): void {
    for (let at = start; at < end; at++) {
      const row = order[at]!
      const hessian = hessians[row]!
      if (hessian === 0) continue
      const gradient = gradients[row]!
      const first = row * width
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index]!
        const slot = (column << 9) + (bins[first + column]! << 1)
        h[slot] = h[slot]! + gradient
        h[slot + 1] = h[slot + 1]! + hessian
      }
    }
  }

  function subtract(from: Histogram, part: Histogram, columns: Int32Array): void {
    for (const column of columns) {
      const end = (column + 1) << 9
      for (let slot = column << 9; slot < end; slot++) from[slot] = from[slot]! - part[slot]!
    }
  }

  function release(histogram: Histogram | undefined): void {
    if (histogram !== undefined) pool.push(histogram)
  }

  /** Keeps the rows of each side in their order; returns where the right side begins. */
  function partition(
    start: number,
    end: number,
    column: number,
    bin: number,
    missingLeft: boolean,
  ): number {
    const found = byColumn[column]!
    let left = start
    let right = 0
    for (let at = start; at < end; at++) {
      const row = order[at]!
      const inBin = found[row]!
      const goesLeft = inBin === MISSING_BIN ? missingLeft : inBin <= bin
      if (goesLeft) order[left++] = row
      else rest[right++] = row
    }
    order.set(rest.subarray(0, right), left)
    return left
  }
}
