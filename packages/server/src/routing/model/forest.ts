/**
 * All trees in flat arrays. Children stand behind their parent, the right one beside the left, so
 * one index finds both and no walk can go round in circles.
 */
export interface Forest {
  /** Where each tree begins. */
  roots: Int32Array
  /** The feature that a node asks for; -1 in a leaf. */
  feature: Int32Array
  /** What is less goes left. NaN where categories decide. In a leaf, its value. */
  condition: Float32Array
  left: Int32Array
  /** The child for a missing value. */
  missing: Int32Array
  /** The sum of hessians that a node was grown on. */
  cover: Float32Array
  gain: Float32Array
  /** By node: what is in the set goes right. */
  categories: ReadonlyMap<number, ReadonlySet<number>>
}

/** Gathers nodes in the order of `Forest`. */
export interface ForestBuilder {
  readonly nodes: number
  /** Starts a tree and returns its root. */
  tree(): number
  leaf(node: number, value: number, cover: number): void
  /** Splits `node` and returns its left child. */
  split(node: number, split: Split): number
  /** All trees, or the first `trees` of them. */
  build(trees?: number): Forest
}

export interface Split {
  feature: number
  /** A threshold, or the categories that go right. */
  condition: number | ReadonlySet<number>
  missingLeft: boolean
  cover: number
  gain: number
}

export function createForestBuilder(): ForestBuilder {
  const roots: number[] = []
  const feature: number[] = []
  const condition: number[] = []
  const left: number[] = []
  const missing: number[] = []
  const cover: number[] = []
  const gain: number[] = []
  const categories = new Map<number, ReadonlySet<number>>()

  function add(): number {
    left.push(-1)
    missing.push(-1)
    gain.push(0)
    cover.push(0)
    condition.push(0)
    return feature.push(-1) - 1
  }

  return {
    get nodes() {
      return feature.length
    },
    tree() {
      const root = add()
      roots.push(root)
      return root
    },
    leaf(node, value, hessians) {
      condition[node] = value
      cover[node] = hessians
    },
    split(node, split) {
      const child = add()
      add()
      feature[node] = split.feature
      left[node] = child
      missing[node] = split.missingLeft ? child : child + 1
      cover[node] = split.cover
      gain[node] = split.gain
      if (typeof split.condition === 'number') condition[node] = split.condition
      else {
        condition[node] = Number.NaN
        categories.set(node, split.condition)
      }
      return child
    },
    build(trees = roots.length) {
      const end = roots[trees] ?? feature.length
      return {
        roots: Int32Array.from(roots.slice(0, trees)),
        feature: Int32Array.from(feature.slice(0, end)),
        condition: Float32Array.from(condition.slice(0, end)),
        left: Int32Array.from(left.slice(0, end)),
        missing: Int32Array.from(missing.slice(0, end)),
        cover: Float32Array.from(cover.slice(0, end)),
        gain: Float32Array.from(gain.slice(0, end)),
        categories,
      }
    },
  }
}
