import { createHash } from 'node:crypto'
import type { Model } from './model.ts'
import { ModelError } from './model-error.ts'

/** The features that a program fills in, in this order. */
export interface FeatureContract {
  names: readonly string[]
  /** Of a feature that tells a category by number: how many there are. */
  categories?: Readonly<Record<string, number>>
}

/** A digest of names, order and categories: equal contracts have equal digests. */
export function hashContract({ names, categories = {} }: FeatureContract): string {
  const features = names.map((name) => [name, categories[name] ?? 0])
  return createHash('sha256').update(JSON.stringify(features)).digest('hex')
}

/**
 * Refuses a model that was trained on other features, in another order, or with other categories,
 * and says what differs. A model without names is refused: a number of columns proves nothing.
 */
export function checkContract(model: Model, { names, categories = {} }: FeatureContract): void {
  if (model.featureNames.length === 0) {
    throw new ModelError('learner.feature_names', 'the model does not name its features')
  }
  checkNames(model.featureNames, names)
  const { feature, categories: sets } = model.forest
  for (const [node, set] of sets) {
    const name = names[feature[node] as number] as string
    const count = categories[name]
    if (count === undefined) {
      throw new ModelError(
        'learner.feature_types',
        `the model takes "${name}" for a category, but it is a number`,
      )
    }
    const stranger = [...set].find((category) => category >= count)
    if (stranger !== undefined) {
      throw new ModelError(
        'learner.feature_types',
        `"${name}" has ${count} categories, but the model knows number ${stranger}`,
      )
    }
  }
}

/** Refuses names that differ in kind or order. */
export function checkNames(found: readonly string[], expected: readonly string[]): void {
  const missing = expected.filter((name) => !found.includes(name))
  const unknown = found.filter((name) => !expected.includes(name))
  const problems = [
    ...(missing.length > 0 ? [`missing: ${listNames(missing)}`] : []),
    ...(unknown.length > 0 ? [`unknown: ${listNames(unknown)}`] : []),
  ]
  const position = expected.findIndex((name, index) => found[index] !== name)
  if (problems.length === 0 && position !== -1) {
    problems.push(`feature ${position} is "${found[position]}" instead of "${expected[position]}"`)
  }
  if (problems.length === 0 && found.length !== expected.length) {
    problems.push('a name stands twice')
  }
  if (problems.length > 0) throw new ModelError('learner.feature_names', problems.join('; '))
}

function listNames(names: string[]): string {
  const shown = names.slice(0, 5).map((name) => `"${name}"`)
  return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ')
}
