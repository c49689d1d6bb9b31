/** The bin of a missing value. The others count from 0. */
export const MISSING_BIN = 255
/** Rows whose number and value fit into one float64 for sorting. */
export const ROWS_MAX = 2 ** 21

/** Rows as bins: value `x` lies in the bin whose number is how many cuts are at or below it. */
export interface Binned {
  /** Row by row, for counting. */
  bins: Uint8Array
  /** The same column by column, for parting rows. */
  byColumn: Uint8Array[]
  /** By column, ascending float32; one fewer than its bins. */
  cuts: Float32Array[]
}

/**
 * Cuts each column into at most `binsMax` (up to 255) bins of about equal weight, by its exact
 * weighted quantiles. Few distinct values get a bin each. Rows of weight 0 are binned, but do not
 * count.
 */
export function binColumns(
  values: Float32Array,
  columns: number,
  weights: Float64Array,
  binsMax: number,
): Binned {
  const rows = weights.length
  const bins = new Uint8Array(rows * columns)
  const keys = new Float64Array(rows)
  const byColumn = Array.from({ length: columns }, () => new Uint8Array(rows))
  const cuts = Array.from({ length: columns }, (_, column) => {
    const found = cutColumn(values, columns, column, weights, Math.min(binsMax, MISSING_BIN), keys)
    for (let row = 0, at = column; row < rows; row++, at += columns) {
      const value = values[at]!
      const bin = Number.isNaN(value) ? MISSING_BIN : binOf(found, value)
      bins[at] = bin
      byColumn[column]![row] = bin
    }
    return found
  })
  return { bins, byColumn, cuts }
}

function binOf(cuts: Float32Array, value: number): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (cuts[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

function cutColumn(
  values: Float32Array,
  columns: number,
  column: number,
  weights: Float64Array,
  binsMax: number,
  keys: Float64Array,
): Float32Array {
  const { count, total } = sortKeys(values, columns, column, weights, keys)
  const distinct: number[] = []
  const mass: number[] = []
  const float = new Float32Array(1)
  const bits = new Uint32Array(float.buffer)
  let latest = -1
  for (let index = 0; index < count; index++) {
    const key = keys[index]!
    const ordered = Math.floor(key / ROWS_MAX)
    if (ordered !== latest) {
      latest = ordered
      bits[0] = ordered >= 0x80000000 ? ordered & 0x7fffffff : ~ordered
      distinct.push(float[0]!)
      mass.push(0)
    }
    mass[mass.length - 1]! += weights[key - ordered * ROWS_MAX]!
  }
  const cuts: number[] = []
  const step = total / binsMax
  let gathered = 0
  for (let index = 0; index + 1 < distinct.length; index++) {
    gathered += mass[index]!
    const isFull = distinct.length <= binsMax || gathered >= step * (cuts.length + 1)
    if (isFull && cuts.length + 1 < binsMax)
      cuts.push(between(distinct[index]!, distinct[index + 1]!))
  }
  return Float32Array.from(cuts)
}

/** A float32 above `low` and not above `high`, in their middle where there is room. */
function between(low: number, high: number): number {
  const middle = Math.fround(low / 2 + high / 2)
  return middle > low && middle <= high ? middle : high
}

/** Sorts by number alone, which is quick: the bits of a float32 in order, and the row behind them. */
function sortKeys(
  values: Float32Array,
  columns: number,
  column: number,
  weights: Float64Array,
  keys: Float64Array,
): { count: number; total: number } {
  const float = new Float32Array(1)
  const bits = new Uint32Array(float.buffer)
  let count = 0
  let total = 0
  for (let row = 0; row < weights.length; row++) {
    const value = values[row * columns + column]!
    if (Number.isNaN(value) || weights[row] === 0) continue
    // -0 and 0 are equal, so they must not fall into two bins.
    float[0] = value + 0
    const pattern = bits[0]!
    const ordered = pattern >= 0x80000000 ? ~pattern >>> 0 : (pattern | 0x80000000) >>> 0
    keys[count++] = ordered * ROWS_MAX + row
    total += weights[row]!
  }
  keys.subarray(0, count).sort()
  return { count, total }
}
