import type { Model } from './model.ts'

/** What a person wants to know of a model, as lines of text. */
export function describeModel(model: Model): string[] {
  const { forest } = model
  const leaves = forest.feature.reduce((count, feature) => count + (feature < 0 ? 1 : 0), 0)
  const trees = forest.roots.length
  return [
    `format      XGBoost ${model.version.join('.')}`,
    `objective   ${model.objective}`,
    `trees       ${trees}, ${forest.feature.length} nodes, ${leaves} leaves, depth up to ${depth(model)}`,
    `categories  ${forest.categories.size} splits`,
    `base margin ${model.baseMargin}`,
    `features    ${model.featureCount}`,
    ...importanceOf(model).map(
      ({ name, share }) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`,
    ),
    ...Object.entries(model.attributes).map(([name, text]) => `${name} = ${text.slice(0, 200)}`),
  ]
}

/** The share of the total gain that each feature's splits have, largest first. */
export function importanceOf({
  forest,
  featureCount,
  featureNames,
}: Model): { name: string; share: number }[] {
  const gains = new Float64Array(featureCount)
  forest.feature.forEach((feature, node) => {
    const gain = forest.gain[node] as number
    if (feature >= 0 && Number.isFinite(gain)) gains[feature]! += gain
  })
  const total = gains.reduce((sum, gain) => sum + gain, 0)
  return Array.from(gains, (gain, feature) => ({
    name: featureNames[feature] ?? `feature ${feature}`,
    share: total > 0 ? gain / total : 0,
  })).sort((one, other) => other.share - one.share)
}

function depth({ forest: { roots, feature, left } }: Model): number {
  const depths = new Uint32Array(feature.length)
  let deepest = 0
  for (let node = roots[0] ?? 0; node < feature.length; node++) {
    if (feature[node]! < 0) continue
    const below = depths[node]! + 1
    const child = left[node]!
    depths[child] = below
    depths[child + 1] = below
    deepest = Math.max(deepest, below)
  }
  return deepest
}
