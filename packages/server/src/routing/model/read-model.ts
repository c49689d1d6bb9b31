import { Field } from './field.ts'
import { createForestBuilder, type Forest } from './forest.ts'
import { parseLooseJson } from './loose-json.ts'
import type { Model } from './model.ts'
import { ModelError } from './model-error.ts'
import { links } from './objectives.ts'
import { readTree } from './read-tree.ts'
import { parseUbjson } from './ubjson.ts'

/** The largest model file, in bytes. */
export const MODEL_BYTES_MAX = 64 * 1024 * 1024
const TREES_MAX = 5_000
const FEATURES_MAX = 100_000

/**
 * Reads a model that XGBoost (1.0 to 3.4) or this program saved, as JSON or UBJSON. What could not
 * be predicted exactly is refused with a `ModelError` that names the field.
 */
export function readModel(bytes: Uint8Array): Model {
  const root = parseDocument(bytes)
  if (Array.isArray(root)) {
    throw new ModelError('', 'This is a dump of trees (dump_model): use save_model.')
  }
  const document = new Field('', root)
  if (document.find('Config') !== undefined) {
    throw new ModelError('Config', 'This is a snapshot of memory: use save_model.')
  }
  const learner = document.get('learner')
  const objective = readObjective(learner)
  const parameters = learner.get('learner_model_param')
  checkSingleOutput(parameters)
  const featureCount = parameters.get('num_feature').integer(FEATURES_MAX)
  return {
    objective,
    ...readBase(parameters.get('base_score'), objective),
    featureCount,
    featureNames: readFeatureTexts(learner, 'feature_names', featureCount),
    featureTypes: readFeatureTexts(learner, 'feature_types', featureCount),
    attributes: readAttributes(learner),
    version: Array.from(document.get('version').numbers(3)),
    forest: readBooster(learner.get('gradient_booster'), featureCount),
  }
}

function parseDocument(bytes: Uint8Array): unknown {
  if (bytes.length === 0) throw new ModelError('', 'The file is empty.')
  if (bytes.length > MODEL_BYTES_MAX) {
    throw new ModelError('', `The file is larger than ${MODEL_BYTES_MAX / 1024 / 1024} MB.`)
  }
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1')
  if (start === 'binf' || start === 'bs64') {
    throw new ModelError('', 'This is the old binary format: save it as .json or .ubj.')
  }
  if (bytes[0] === 0x80) {
    throw new ModelError('', 'This is a Python pickle: save the model with save_model.')
  }
  if (start.startsWith('PK') || start.startsWith('\x1f\x8b')) {
    throw new ModelError('', 'The file is compressed: unpack it first.')
  }
  if (/^\{[iUIlL$#]/.test(start)) return parseUbjson(bytes)
  if (!/^[\s{[]/.test(start)) throw new ModelError('', 'The file is neither JSON nor UBJSON.')
  return parseLooseJson(Buffer.from(bytes).toString('utf8'))
}

function readObjective(learner: Field): string {
  const field = learner.get('objective').get('name')
  const name = field.text()
  if (links.has(name)) return name
  if (name.startsWith('multi:')) throw field.refusal(`"${name}" has a number for each class`)
  if (name.startsWith('rank:')) throw field.refusal(`"${name}" ranks within groups`)
  throw field.refusal(`the objective "${name.slice(0, 60)}" is not supported`)
}

function checkSingleOutput(parameters: Field): void {
  const classes = parameters.find('num_class')
  if (classes !== undefined && classes.integer(1e9) > 1) {
    throw classes.refusal(`${classes.value} classes: only models with one output are supported`)
  }
  const targets = parameters.find('num_target')
  if (targets !== undefined && targets.integer(1e9) > 1) {
    throw targets.refusal(`${targets.value} targets: only models with one output are supported`)
  }
}

/** The base score is told on the scale of the output; a vector of one since 3.1. */
function readBase(field: Field, objective: string): Pick<Model, 'baseScore' | 'baseMargin'> {
  const text = typeof field.value === 'number' ? String(field.value) : field.text().trim()
  const entries = /^[[(].*[\])]$/.test(text) ? text.slice(1, -1).split(',') : [text]
  if (entries.length !== 1) throw field.refusal(`has ${entries.length} values instead of one`)
  const entry = entries[0]!.trim()
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(entry)) throw field.refusal('is no number')
  const baseScore = Math.fround(Number(entry))
  const baseMargin = links.get(objective)!.toMargin(baseScore)
  if (Number.isFinite(baseMargin)) return { baseScore, baseMargin }
  throw field.refusal(`${entry} lies outside what ${objective} can tell`)
}

function readFeatureTexts(learner: Field, key: string, featureCount: number): string[] {
  const field = learner.find(key)
  const texts = field?.texts() ?? []
  if (field !== undefined && texts.length !== 0 && texts.length !== featureCount) {
    throw field.refusal(`has ${texts.length} entries for ${featureCount} features`)
  }
  return texts
}

function readAttributes(learner: Field): Record<string, string> {
  const attributes = learner.find('attributes')
  if (attributes === undefined) return {}
  const keys = Object.keys(attributes.value as object)
  return Object.fromEntries(keys.map((key) => [key, attributes.get(key).text()]))
}

function readBooster(booster: Field, featureCount: number): Forest {
  const name = booster.get('name').text()
  if (name === 'gblinear') {
    throw booster.get('name').refusal('linear boosters (gblinear) are not supported')
  }
  if (name !== 'gbtree' && name !== 'dart') {
    throw booster.get('name').refusal(`"${name.slice(0, 60)}" is no booster that is known`)
  }
  // DART's trees stood in an inner booster up to 3.2.
  const model = (booster.find('gbtree') ?? booster).get('model')
  const trees = model.get('trees')
  const items = trees.items()
  if (items.length > TREES_MAX) throw trees.refusal(`has more than ${TREES_MAX} trees`)
  const count = model.get('gbtree_model_param').get('num_trees')
  if (count.integer(Number.MAX_SAFE_INTEGER) !== items.length) {
    throw count.refusal(`is ${count.value}, but trees has ${items.length} entries`)
  }
  checkGroups(model.get('tree_info'), items.length)
  checkRecoder(model)
  // Where the weights stand tells DART, not the name: up to 3.2, 3.3, from 3.4.
  const drop = booster.find('weight_drop') ?? model.find('weight_drop')
  const weights = drop?.numbers() ?? []
  if (drop !== undefined && weights.length > items.length) {
    throw drop.refusal(`has ${weights.length} weights for ${items.length} trees`)
  }
  if (name === 'dart' && drop === undefined) booster.get('weight_drop')
  const builder = createForestBuilder()
  items.forEach((tree, index) => {
    const weight = Math.fround(weights[index] ?? 1)
    if (!Number.isFinite(weight)) throw drop!.refusal(`weight ${index} is not finite`)
    readTree(new Field(`${trees.path}[${index}]`, tree), featureCount, weight, builder)
  })
  return builder.build()
}

function checkGroups(field: Field, count: number): void {
  const groups = field.numbers(count)
  for (let tree = 0; tree < count; tree++) {
    if (groups[tree] !== 0) {
      throw field.refusal(`tree ${tree} belongs to output ${groups[tree]}: one output is supported`)
    }
  }
}

function checkRecoder(model: Field): void {
  const encoding = model.find('cats')?.find('enc')
  if (encoding !== undefined && encoding.items().length > 0) {
    throw encoding.refusal('categories given as text need a re-coder: train on their numbers')
  }
}
