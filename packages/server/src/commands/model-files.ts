import { readFile, stat } from 'node:fs/promises'
import {
  MODEL_BYTES_MAX,
  type Model,
  ModelError,
  parseTable,
  readModel,
  type Table,
} from '../routing/model/index.ts'

/** Reads a model; one that is too large is refused before it is read. */
export async function loadModel(file: string): Promise<Model> {
  const { size } = await stat(file)
  if (size > MODEL_BYTES_MAX) {
    throw new ModelError(file, `is larger than ${MODEL_BYTES_MAX / 1024 / 1024} MB`)
  }
  return readModel(await readFile(file))
}

/** Reads a table of comma-separated numbers. */
export async function loadTable(file: string): Promise<Table> {
  return parseTable(await readFile(file, 'utf8'))
}
