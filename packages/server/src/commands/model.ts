import { readFile, stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import {
  checkNames,
  createTreePredictor,
  describeModel,
  MODEL_BYTES_MAX,
  type Model,
  ModelError,
  parseTable,
  readModel,
  type Table,
} from '../routing/model/index.ts'

const help = `Usage: parley model <command>

  info FILE         describe a model that XGBoost or Parley saved (.json or .ubj)
  predict           print one prediction a line
    --model FILE      the model
    --data FILE       comma-separated numbers; an empty cell is a missing value. A first line of
                      names is held against the model's
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
    },
  })
  const [command, file, ...rest] = positionals
  try {
    if (values.help === true || command === undefined) return print(help)
    if (command === 'info' && file !== undefined && rest.length === 0) return await info(file)
    if (command === 'predict' && file === undefined && values.model && values.data) {
      return await predict(values.model, values.data)
    }
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

async function loadModel(file: string): Promise<Model> {
  const { size } = await stat(file)
  if (size > MODEL_BYTES_MAX) {
    throw new ModelError(file, `is larger than ${MODEL_BYTES_MAX / 1024 / 1024} MB`)
  }
  return readModel(await readFile(file))
}

async function loadTable(file: string): Promise<Table> {
  return parseTable(await readFile(file, 'utf8'))
}

function isFileError(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string'
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}
