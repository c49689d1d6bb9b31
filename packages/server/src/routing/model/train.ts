import { binColumns, ROWS_MAX } from './binning.ts'
import { createForestBuilder } from './forest.ts'
import { createLoss, type Loss, type Trainable } from './losses.ts'
import type { Model } from './model.ts'
import { ModelError } from './model-error.ts'
import { links } from './objectives.ts'
import { createRandom } from './random.ts'
import { createTreeGrower } from './tree-grower.ts'

/** Rows in the order of time, one behind the other; NaN is a missing value. */
export interface TrainingData {
  columns: number
  values: Float32Array
  labels: Float32Array
  /** 1 where all that is known is that it took longer than the label; `survival:aft` alone. */
  censored?: Uint8Array
  /** How much a row counts; 1 each by default. */
  weights?: Float32Array
  /** Another model's margins to start from; whoever predicts adds them, too. */
  margins?: Float32Array
  names?: string[]
}

export interface TrainingOptions {
  objective: Trainable
  trees: number
  /** Splits from a root to its furthest leaf; up to 12. */
  depth: number
  /** How much of each tree is taken: less needs more trees and generalises better. */
  eta: number
  /** Up to 256, the missing values' among them. */
  bins: number
  l2: number
  /** The least that a split must gain. */
  gamma: number
  /** The least sum of hessians in a child. */
  childWeightMin: number
  /** The shares of rows and columns that a tree sees. */
  rowShare: number
  columnShare: number
  seed: number
  /** The last share of the rows, held out to judge and to stop by. */
  holdOut: number
  /** Trees without progress on what is held out before it stops; the best ones stay. */
  patience: number
  /** The spread of log times, `survival:aft` alone. */
  sigma: number
}

export const defaultOptions: TrainingOptions = {
  objective: 'reg:squarederror',
  trees: 100,
  depth: 6,
  eta: 0.1,
  bins: 256,
  l2: 1,
  gamma: 0,
  childWeightMin: 1,
  rowShare: 1,
  columnShare: 1,
  seed: 0,
  holdOut: 0,
  patience: 20,
  sigma: 1,
}

export interface TrainingProgress {
  trees: number
  treesMax: number
  /** The mean loss on what is held out; undefined where nothing is. */
  loss?: number
}

export interface Trained {
  model: Model
  /** Mean losses on what is held out: of the model, and of the best constant beside it. */
  holdOut?: { rows: number; loss: number; constantLoss: number }
}

/**
 * Boosted regression trees on histograms. Depends on data and options alone, to the byte. Takes
 * seconds for 100,000 rows and holds the thread meanwhile: a server uses `trainInWorker`.
 */
export function train(
  data: TrainingData,
  chosen: Partial<TrainingOptions>,
  onTree: (progress: TrainingProgress) => void = () => {},
): Trained {
  const options = { ...defaultOptions, ...chosen }
  const loss = createLoss(options.objective, options.sigma)
  checkOptions(options)
  checkData(data, loss, options.objective)
  const rows = data.labels.length
  const fitted = rows - Math.floor(rows * options.holdOut)
  const weights = Float64Array.from({ length: rows }, (_, row) =>
    row < fitted ? (data.weights?.[row] ?? 1) : 0,
  )
  const { baseScore, baseMargin } = findBase(data, loss, weights, options)
  const margins = Float32Array.from(
    { length: rows },
    (_, row) => baseMargin + (data.margins?.[row] ?? 0),
  )
  const constantLoss = meanLoss(data, loss, margins, fitted)
  const gradients = new Float64Array(rows)
  const hessians = new Float64Array(rows)
  const binned = binColumns(data.values, data.columns, weights, options.bins - 1)
  const grow = createTreeGrower(
    binned,
    rows,
    { ...options, gainMin: options.gamma },
    gradients,
    hessians,
  )
  const builder = createForestBuilder()
  const random = createRandom(options.seed)
  let best = { trees: 0, loss: constantLoss }

  for (let tree = 1; tree <= options.trees; tree++) {
    const share = options.rowShare
    for (let row = 0; row < rows; row++) {
      const weight = share < 1 && row < fitted && random() >= share ? 0 : weights[row]!
      const isCensored = data.censored?.[row] === 1
      const [m, y] = [margins[row]!, data.labels[row]!]
      gradients[row] = weight === 0 ? 0 : loss.gradient(m, y, isCensored) * weight
      hessians[row] = weight === 0 ? 0 : loss.hessian(m, y, isCensored) * weight
    }
    grow(builder, pickColumns(data.columns, options.columnShare, random), margins)
    if (fitted === rows) {
      onTree({ trees: tree, treesMax: options.trees })
      best.trees = tree
      continue
    }
    const now = meanLoss(data, loss, margins, fitted)
    onTree({ trees: tree, treesMax: options.trees, loss: now })
    if (now < best.loss) best = { trees: tree, loss: now }
    else if (tree - best.trees >= options.patience) break
  }

  const model: Model = {
    objective: options.objective,
    baseScore,
    baseMargin,
    featureCount: data.columns,
    featureNames: data.names ?? [],
    featureTypes: data.names === undefined ? [] : data.names.map(() => 'float'),
    attributes: options.objective === 'survival:aft' ? { sigma: String(options.sigma) } : {},
    version: [1, 7, 4],
    forest: builder.build(best.trees),
  }
  if (fitted === rows) return { model }
  return { model, holdOut: { rows: rows - fitted, loss: best.loss, constantLoss } }
}

/** Newton's way to the best constant, then to the float32 that a file can tell exactly. */
function findBase(data: TrainingData, loss: Loss, weights: Float64Array, options: TrainingOptions) {
  const { labels, censored, margins } = data
  let total = 0
  let mean = 0
  labels.forEach((label, row) => {
    total += weights[row]!
    mean += label * weights[row]!
  })
  if (total === 0) throw new ModelError('weights', 'no row to train on has any weight')
  let margin = margins === undefined ? loss.start(mean / total) : 0
  for (let round = 0; round < 20; round++) {
    let gradient = 0
    let hessian = 0
    for (let row = 0; row < labels.length; row++) {
      const weight = weights[row]!
      if (weight === 0) continue
      const m = margin + (margins?.[row] ?? 0)
      gradient += loss.gradient(m, labels[row]!, censored?.[row] === 1) * weight
      hessian += loss.hessian(m, labels[row]!, censored?.[row] === 1) * weight
    }
    const step = Math.max(-2, Math.min(2, gradient / hessian))
    margin -= options.objective === 'reg:squarederror' ? gradient / hessian : step
    if (Math.abs(step) < 1e-9) break
  }
  const { toOutput, toMargin } = links.get(options.objective)!
  const baseScore = Math.fround(toOutput(margin))
  const baseMargin = Math.fround(toMargin(baseScore))
  if (Number.isFinite(baseMargin)) return { baseScore, baseMargin }
  throw new ModelError('labels', 'all are equal to a bound of what the objective can tell')
}

function meanLoss(data: TrainingData, loss: Loss, margins: Float32Array, from: number): number {
  let [sum, total] = [0, 0]
  for (let row = from; row < margins.length; row++) {
    const weight = data.weights?.[row] ?? 1
    sum += loss.loss(margins[row]!, data.labels[row]!, data.censored?.[row] === 1) * weight
    total += weight
  }
  return total === 0 ? 0 : sum / total
}

function pickColumns(columns: number, share: number, random: () => number): Int32Array {
  const all = Int32Array.from({ length: columns }, (_, column) => column)
  const wanted = Math.max(1, Math.round(columns * share))
  if (wanted >= columns) return all
  for (let place = 0; place < wanted; place++) {
    const other = place + Math.floor(random() * (columns - place))
    const column = all[other]!
    all[other] = all[place]!
    all[place] = column
  }
  return all.slice(0, wanted).sort()
}

function checkOptions(options: TrainingOptions): void {
  const bounds: [keyof TrainingOptions, number, number, boolean][] = [
    ['trees', 1, 5_000, true],
    ['depth', 1, 12, true],
    ['eta', 1e-4, 1, false],
    ['bins', 3, 256, true],
    ['l2', 0, 1e6, false],
    ['gamma', 0, 1e9, false],
    ['childWeightMin', 0, 1e9, false],
    ['rowShare', 0.01, 1, false],
    ['columnShare', 0.01, 1, false],
    ['seed', 0, 2 ** 32 - 1, true],
    ['holdOut', 0, 0.9, false],
    ['patience', 1, 5_000, true],
    ['sigma', 0.01, 100, false],
  ]
  for (const [name, min, max, isWhole] of bounds) {
    const value = options[name] as number
    const isFit = value >= min && value <= max && (!isWhole || Number.isInteger(value))
    if (!isFit) throw new ModelError(name, `${value} is not within ${min} to ${max}`)
  }
}

function checkData(data: TrainingData, loss: Loss, objective: Trainable): void {
  const { columns, values, labels } = data
  const rows = labels.length
  if (rows < 2 || rows > ROWS_MAX)
    throw new ModelError('rows', `${rows} are not within 2 to ${ROWS_MAX}`)
  if (!(columns >= 1)) throw new ModelError('columns', 'there are none')
  if (values.length !== rows * columns) throw new ModelError('values', 'do not fill the rows')
  for (const part of ['censored', 'weights', 'margins'] as const) {
    const list = data[part]
    if (list !== undefined && list.length !== rows)
      throw new ModelError(part, 'do not fill the rows')
    const wrong = list?.findIndex(
      (value) => !Number.isFinite(value) || (value < 0 && part !== 'margins'),
    )
    if (wrong !== undefined && wrong !== -1) {
      throw new ModelError(`${part}[${wrong}]`, 'is no number that can be used')
    }
  }
  if (data.censored !== undefined && objective !== 'survival:aft') {
    throw new ModelError('censored', `${objective} knows no censored rows: use survival:aft`)
  }
  if (data.names !== undefined && data.names.length !== columns) {
    throw new ModelError('names', `${data.names.length} for ${columns} columns`)
  }
  labels.forEach((label, row) => {
    const problem = Number.isFinite(label) ? loss.problem(label) : 'is no number'
    if (problem !== undefined) throw new ModelError(`labels[${row}]`, `${label} ${problem}`)
  })
  const endless = values.findIndex((value) => value === Infinity || value === -Infinity)
  if (endless !== -1) {
    throw new ModelError(`row ${Math.floor(endless / columns)}`, 'holds a value without end')
  }
}
