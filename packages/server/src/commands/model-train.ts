import { writeFile } from 'node:fs/promises'
import {
  defaultOptions,
  ModelError,
  type Table,
  type Trainable,
  type TrainingData,
  type TrainingOptions,
  trainable,
  trainInWorker,
  writeModel,
} from '../routing/model/index.ts'
import { loadTable } from './model-files.ts'

/** The options of `parley model train`. */
export const trainingOptions = {
  out: { type: 'string' },
  target: { type: 'string' },
  censored: { type: 'string' },
  objective: { type: 'string' },
  trees: { type: 'string' },
  depth: { type: 'string' },
  eta: { type: 'string' },
  bins: { type: 'string' },
  l2: { type: 'string' },
  gamma: { type: 'string' },
  'child-weight-min': { type: 'string' },
  'row-share': { type: 'string' },
  'column-share': { type: 'string' },
  seed: { type: 'string' },
  sigma: { type: 'string' },
  'hold-out': { type: 'string' },
  patience: { type: 'string' },
  time: { type: 'boolean' },
} as const

type Values = { [Name in keyof typeof trainingOptions]?: string | boolean }

/** Trains on a table, writes the model, and tells how it went. */
export async function trainModel(dataFile: string, out: string, values: Values): Promise<string> {
  const startedAt = performance.now()
  const table = await loadTable(dataFile)
  const data = toTrainingData(table, values)
  const loadedAt = performance.now()
  const { model, holdOut } = await trainInWorker(data, toOptions(values))
  const trainedAt = performance.now()
  await writeFile(out, writeModel(model))
  const lines = [`${model.forest.roots.length} trees on ${table.rows} rows, written to ${out}`]
  if (holdOut !== undefined) {
    const { rows, loss, constantLoss } = holdOut
    lines.push(`held out: ${rows} rows, mean loss ${loss}, of a constant ${constantLoss}`)
  }
  if (values.time === true) {
    lines.push(`reading ${seconds(startedAt, loadedAt)}, training ${seconds(loadedAt, trainedAt)}`)
  }
  return `${lines.join('\n')}\n`
}

function seconds(from: number, to: number): string {
  return `${((to - from) / 1000).toFixed(2)} s`
}

function toOptions(values: Values): Partial<TrainingOptions> {
  const options: Record<string, unknown> = {}
  for (const name of Object.keys(defaultOptions)) {
    const value =
      values[name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) as keyof Values]
    if (typeof value === 'string' && name !== 'objective') {
      options[name] = value.trim() === '' ? Number.NaN : Number(value)
    }
  }
  if (typeof values.objective !== 'string') return options
  if (!trainable.includes(values.objective as Trainable)) {
    throw new ModelError('objective', `"${values.objective}" is none of ${trainable.join(', ')}`)
  }
  return { ...options, objective: values.objective as Trainable }
}

function toTrainingData(table: Table, values: Values): TrainingData {
  const target = findColumn(table, values.target, table.columns - 1)
  const censored = findColumn(table, values.censored, -1)
  const kept = Array.from({ length: table.columns }, (_, column) => column).filter(
    (column) => column !== target && column !== censored,
  )
  const columnOf = (column: number) =>
    Float32Array.from({ length: table.rows }, (_, row) => at(table, row, column))
  const inputs = new Float32Array(table.rows * kept.length)
  for (let row = 0; row < table.rows; row++) {
    kept.forEach((column, index) => {
      inputs[row * kept.length + index] = at(table, row, column)
    })
  }
  return {
    columns: kept.length,
    values: inputs,
    labels: columnOf(target),
    ...(censored === -1 ? {} : { censored: Uint8Array.from(columnOf(censored)) }),
    ...(table.names.length === 0 ? {} : { names: kept.map((column) => table.names[column] ?? '') }),
  }
}

function at(table: Table, row: number, column: number): number {
  return table.values[row * table.columns + column] ?? Number.NaN
}

function findColumn(table: Table, wanted: string | boolean | undefined, otherwise: number): number {
  if (typeof wanted !== 'string') return otherwise
  const named = table.names.indexOf(wanted)
  if (named !== -1) return named
  const number = Number(wanted)
  if (Number.isInteger(number) && number >= 1 && number <= table.columns) return number - 1
  throw new ModelError('', `"${wanted}" is no column of the table.`)
}
