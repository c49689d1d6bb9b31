import { parseArgs } from 'node:util'
import {
  checkNames,
  createTreePredictor,
  describeModel,
  ModelError,
} from '../routing/model/index.ts'
import { loadModel, loadTable } from './model-files.ts'
import { timeModel } from './model-time.ts'
import { trainingOptions, trainModel } from './model-train.ts'

const help = `Usage: parley model <command>

  info FILE         describe a model that XGBoost or Parley saved (.json or .ubj)
  predict           print one prediction a line
    --model FILE      the model
    --data FILE       comma-separated numbers; an empty cell is a missing value. A first line of
                      names is held against the model's
  train             train a model on rows in the order of time, and write it as XGBoost's JSON
    --data FILE       comma-separated numbers
    --out FILE        where the model goes
    --target NAME     the column to predict, by name or number from 1 (default: the last)
    --censored NAME   survival:aft: a column with 1 where the wait was cut short
    --objective NAME  reg:squarederror (default), binary:logistic, count:poisson, reg:gamma,
                      survival:aft
    --trees 100  --depth 6  --eta 0.1  --bins 256  --l2 1  --gamma 0  --child-weight-min 1
    --row-share 1  --column-share 1  --seed 0  --sigma 1
    --hold-out 0      the last share of the rows, to judge and to stop by
    --patience 20     trees without progress on it before training stops
    --time            print how long each part took
  time              train on 100,000 generated rows of 30 features in a worker, then predict for
                    100 agents with two models, and print how long both took
`

/** Works with models of predicted times; see docs/routing.md. Resolves with the exit code. */
export async function model(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      model: { type: 'string' },
      data: { type: 'string' },
      ...trainingOptions,
    },
  })
  const [command, file, ...rest] = positionals
  try {
    if (values.help === true || command === undefined) return print(help)
    if (command === 'info' && file !== undefined && rest.length === 0) return await info(file)
    if (command === 'predict' && file === undefined && values.model && values.data) {
      return await predict(values.model, values.data)
    }
    if (command === 'train' && file === undefined && values.data && values.out) {
      return print(await trainModel(values.data, values.out, values))
    }
    if (command === 'time' && file === undefined) return print(await timeModel())
  } catch (error) {
    if (!(error instanceof ModelError) && !isFileError(error)) throw error
    console.error((error as Error).message)
    return 1
  }
  console.error('This cannot be understood. Run "parley model --help" for what there is.')
  return 2
}

async function info(file: string): Promise<number> {
  return print(`${describeModel(await loadModel(file)).join('\n')}\n`)
}

async function predict(modelFile: string, dataFile: string): Promise<number> {
  const model = await loadModel(modelFile)
  const table = await loadTable(dataFile)
  if (table.names.length > 0 && model.featureNames.length > 0) {
    checkNames(table.names, model.featureNames)
  }
  if (table.columns !== model.featureCount) {
    throw new ModelError(
      dataFile,
      `has ${table.columns} columns, but the model has ${model.featureCount} features`,
    )
  }
  const predictions = new Float32Array(table.rows)
  createTreePredictor(model).predictMany(table.values, predictions)
  return print(`${predictions.join('\n')}\n`)
}

function isFileError(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string'
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}
