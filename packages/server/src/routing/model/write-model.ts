import type { Model } from './model.ts'

/** Writes a model as XGBoost's JSON, which XGBoost 1.7 and later and `readModel` read. */
export function writeModel(model: Model): string {
  const { forest, objective } = model
  const count = forest.roots.length
  const parameters = {
    base_score: float(model.baseScore),
    boost_from_average: '0',
    num_class: '0',
    num_feature: String(model.featureCount),
    num_target: '1',
  }
  const boosted = {
    gbtree_model_param: {
      num_parallel_tree: '1',
      num_trees: String(count),
      size_leaf_vector: '0',
    },
    tree_info: Array(count).fill(0),
  }
  const trees = Array.from(forest.roots, (_, tree) => writeTree(model, tree))
  return [
    '{"learner":{"attributes":',
    JSON.stringify(model.attributes),
    `,"feature_names":${JSON.stringify(model.featureNames)}`,
    `,"feature_types":${JSON.stringify(model.featureTypes)}`,
    `,"gradient_booster":{"model":${JSON.stringify(boosted).slice(0, -1)}`,
    `,"trees":[${trees.join(',')}]},"name":"gbtree"}`,
    `,"learner_model_param":${JSON.stringify(parameters)}`,
    `,"objective":${JSON.stringify({ name: objective, ...objectiveParameters(model) })}}`,
    `,"version":${JSON.stringify(model.version)}}`,
  ].join('')
}

function objectiveParameters({ objective, attributes }: Model): object {
  switch (objective) {
    case 'count:poisson':
      return { poisson_regression_param: { max_delta_step: '0.699999988' } }
    case 'survival:aft':
      return {
        aft_loss_param: {
          aft_loss_distribution: 'normal',
          aft_loss_distribution_scale: attributes.sigma ?? '1',
        },
      }
    case 'reg:gamma':
      return {}
    case 'reg:tweedie':
      return { tweedie_regression_param: { tweedie_variance_power: '1.5' } }
    case 'reg:pseudohubererror':
      return { pseudo_huber_param: { huber_slope: '1' } }
    default:
      return { reg_loss_param: { scale_pos_weight: '1' } }
  }
}

function writeTree({ forest, featureCount }: Model, tree: number): string {
  const { roots, feature, condition, left, missing, cover, gain, categories } = forest
  const root = roots[tree]!
  const end = roots[tree + 1] ?? feature.length
  const nodes = Array.from({ length: end - root }, (_, node) => root + node)
  const isLeaf = (node: number): boolean => feature[node]! < 0
  const ROOT_PARENT = 2147483647
  const parents = nodes.map(() => ROOT_PARENT)
  for (const node of nodes) {
    if (isLeaf(node)) continue
    parents[left[node]! - root] = node - root
    parents[left[node]! + 1 - root] = node - root
  }
  const split = nodes.filter((node) => categories.has(node))
  const sets = split.map((node) => [...categories.get(node)!].sort((a, b) => a - b))
  const begins = sets.map((_, index) => sets.slice(0, index).flat().length)
  const floats = (pick: (node: number) => number) =>
    `[${nodes.map((n) => float(pick(n))).join(',')}]`
  const lists = {
    categories: sets.flat(),
    categories_nodes: split.map((node) => node - root),
    categories_segments: begins,
    categories_sizes: sets.map((set) => set.length),
    default_left: nodes.map((node) => (!isLeaf(node) && missing[node] === left[node] ? 1 : 0)),
    id: tree,
    left_children: nodes.map((node) => (isLeaf(node) ? -1 : left[node]! - root)),
    right_children: nodes.map((node) => (isLeaf(node) ? -1 : left[node]! + 1 - root)),
    parents,
    split_indices: nodes.map((node) => Math.max(feature[node]!, 0)),
    split_type: nodes.map((node) => (categories.has(node) ? 1 : 0)),
    tree_param: {
      num_deleted: '0',
      num_feature: String(featureCount),
      num_nodes: String(nodes.length),
      size_leaf_vector: '0',
    },
  }
  return [
    JSON.stringify(lists).slice(0, -1),
    `,"base_weights":${floats((node) => (isLeaf(node) ? condition[node]! : 0))}`,
    `,"loss_changes":${floats((node) => gain[node]!)}`,
    `,"split_conditions":${floats((node) => (categories.has(node) ? 0 : condition[node]!))}`,
    `,"sum_hessian":${floats((node) => cover[node]!)}}`,
  ].join('')
}

/**
 * XGBoost refuses a whole number where it wants a float, and ignores a base score with more than
 * nine digits; nine tell every float32 exactly.
 */
function float(value: number): string {
  if (!Number.isFinite(value)) return '0E0'
  return Number(value.toPrecision(9)).toExponential().replace('e+', 'E').replace('e', 'E')
}
