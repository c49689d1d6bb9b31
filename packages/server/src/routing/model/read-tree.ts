import type { Field } from './field.ts'
import type { ForestBuilder } from './forest.ts'
import { ModelError } from './model-error.ts'

const NODES_MAX = 1_000_000
/** XGBoost takes no category from 2^24 on: float32 holds no larger whole number exactly. */
const CATEGORY_MAX = 2 ** 24 - 1

/**
 * Adds one of XGBoost's trees, walking from its root: pruned nodes stay behind. Refuses lists of
 * unequal length, children out of range or met twice, and numbers that are not finite.
 * `weight` scales the leaves (DART).
 */
export function readTree(
  tree: Field,
  featureCount: number,
  weight: number,
  builder: ForestBuilder,
): void {
  const left = tree.get('left_children').numbers()
  const count = left.length
  checkParameters(tree, count, featureCount)
  if (count === 0) throw tree.get('left_children').refusal('is empty')
  if (builder.nodes + count > NODES_MAX) {
    throw tree.refusal(`the model has more than ${NODES_MAX} nodes`)
  }
  const right = tree.get('right_children').numbers(count)
  const splitIndices = tree.get('split_indices').numbers(count)
  const conditions = tree.get('split_conditions').numbers(count)
  const defaultLeft = tree.get('default_left').numbers(count)
  const cover = tree.get('sum_hessian').numbers(count)
  const gain = tree.get('loss_changes').numbers(count)
  const kinds = tree.find('split_type')?.numbers(count)
  const categories = readCategories(tree, count)
  const seen = new Uint8Array(count)
  const at = (list: string, node: number): string => `${tree.path}.${list}[${node}]`

  function child(list: string, children: ArrayLike<number>, node: number): number {
    const index = children[node]!
    if (!Number.isInteger(index) || index < 0 || index >= count) {
      throw new ModelError(at(list, node), `${index} is no node of this tree`)
    }
    if (seen[index] === 1) throw new ModelError(at(list, node), `node ${index} is reached twice`)
    seen[index] = 1
    return index
  }

  function condition(node: number): number | ReadonlySet<number> {
    const kind = kinds?.[node] ?? 0
    if (kind === 1) {
      const set = categories.get(node)
      if (set !== undefined) return set
      throw new ModelError(at('split_type', node), 'a categorical split has no categories')
    }
    if (kind !== 0) throw new ModelError(at('split_type', node), `${kind} is no type of split`)
    return finite('split_conditions', conditions, node, 'the threshold')
  }

  function finite(list: string, values: ArrayLike<number>, node: number, what: string): number {
    const value = Math.fround(values[node]!)
    if (!Number.isFinite(value)) throw new ModelError(at(list, node), `${what} is not finite`)
    return value
  }

  seen[0] = 1
  const pending = [{ node: 0, to: builder.tree() }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, to } = next
    const hessians = finite('sum_hessian', cover, node, 'the cover')
    if (left[node] === -1) {
      const value = finite('split_conditions', conditions, node, 'the leaf')
      const weighted = Math.fround(value * weight)
      if (!Number.isFinite(weighted)) {
        throw new ModelError(at('split_conditions', node), 'the weighted leaf is not finite')
      }
      builder.leaf(to, weighted, hessians)
      continue
    }
    const feature = splitIndices[node]!
    if (!Number.isInteger(feature) || feature < 0 || feature >= featureCount) {
      throw new ModelError(
        at('split_indices', node),
        `${feature} is none of the ${featureCount} features`,
      )
    }
    const direction = defaultLeft[node]!
    if (direction !== 0 && direction !== 1) {
      throw new ModelError(at('default_left', node), `${direction} is neither 0 nor 1`)
    }
    const children = [
      child('left_children', left, node),
      child('right_children', right, node),
    ] as const
    const first = builder.split(to, {
      feature,
      condition: condition(node),
      missingLeft: direction === 1,
      cover: hessians,
      gain: Math.fround(gain[node]!),
    })
    pending.push({ node: children[1], to: first + 1 }, { node: children[0], to: first })
  }
}

function checkParameters(tree: Field, count: number, featureCount: number): void {
  const parameters = tree.get('tree_param')
  const leafSize = parameters.find('size_leaf_vector')
  if (
    (leafSize !== undefined && leafSize.integer(NODES_MAX) > 1) ||
    hasEntries(tree, 'leaf_weights')
  ) {
    throw tree.refusal('leaves with more than one value (vector leaves) are not supported')
  }
  const nodes = parameters.get('num_nodes')
  if (nodes.integer(Number.MAX_SAFE_INTEGER) !== count) {
    throw nodes.refusal(`is ${nodes.value}, but left_children has ${count} entries`)
  }
  const features = parameters.find('num_feature')
  if (features !== undefined && features.integer(Number.MAX_SAFE_INTEGER) !== featureCount) {
    throw features.refusal(`is ${features.value}, but the model has ${featureCount} features`)
  }
}

function readCategories(tree: Field, count: number): Map<number, ReadonlySet<number>> {
  const sets = new Map<number, ReadonlySet<number>>()
  const nodes = tree.find('categories_nodes')?.numbers() ?? []
  if (nodes.length === 0) return sets
  const values = tree.get('categories').numbers()
  const begins = tree.get('categories_segments').numbers(nodes.length)
  const sizes = tree.get('categories_sizes').numbers(nodes.length)
  let total = 0
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index]!
    if (!Number.isInteger(node) || node < 0 || node >= count || sets.has(node)) {
      throw tree.get('categories_nodes').refusal(`${node} is no node, or stands twice`)
    }
    const begin = begins[index]!
    const size = sizes[index]!
    const isInside = begin >= 0 && size >= 0 && begin + size <= values.length
    if (!Number.isInteger(begin) || !Number.isInteger(size) || !isInside) {
      throw tree.get('categories_segments').refusal(`segment ${index} leaves the list`)
    }
    // Segments that overlap could ask for far more memory than the file has bytes.
    total += size
    if (total > values.length) throw tree.get('categories_sizes').refusal('segments overlap')
    sets.set(node, new Set(Array.from({ length: size }, (_, k) => category(values[begin + k]!))))
  }
  return sets

  function category(value: number): number {
    if (Number.isInteger(value) && value >= 0 && value <= CATEGORY_MAX) return value
    throw tree.get('categories').refusal(`${value} is no category`)
  }
}

function hasEntries(tree: Field, list: string): boolean {
  return (tree.find(list)?.numbers().length ?? 0) > 0
}
