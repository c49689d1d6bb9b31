import { MISSING_BIN } from './binning.ts'

/** Sums of gradients and hessians: `(column * 256 + bin) * 2`, the hessian behind the gradient. */
export type Histogram = Float64Array

export interface Sums {
  gradient: number
  hessian: number
}

export interface BestSplit {
  column: number
  /** Bins up to this one go left. */
  bin: number
  missingLeft: boolean
  gain: number
  left: Sums
  right: Sums
}

export interface SplitRules {
  l2: number
  gainMin: number
  childWeightMin: number
}

/** Below this a sum of hessians is what subtractions left over. */
const NOTHING = 1e-9
/** XGBoost takes no split that gains less. */
const GAIN_FLOOR = 1e-6

/**
 * The split with the largest second-order gain (Chen, Guestrin 2016, eq. 7), missing values tried on
 * either side. Where none is missing, one that comes later goes the way of most.
 */
export function findBestSplit(
  histogram: Histogram,
  total: Sums,
  columns: Int32Array,
  cuts: Float32Array[],
  { l2, gainMin, childWeightMin }: SplitRules,
): BestSplit | undefined {
  const weightMin = Math.max(childWeightMin, NOTHING)
  const before = total.gradient ** 2 / (total.hessian + l2)
  let bestGain = Math.max(gainMin, GAIN_FLOOR)
  let column = -1
  let bin = 0
  let missingLeft = false
  let leftGradient = 0
  let leftHessian = 0

  for (const candidate of columns) {
    const offset = candidate << 9
    const missingGradient = histogram[offset + MISSING_BIN * 2]!
    const missingHessian = histogram[offset + MISSING_BIN * 2 + 1]!
    const hasMissing = missingHessian > NOTHING
    // The last bin splits nothing but the missing values off.
    const last = cuts[candidate]!.length + (hasMissing ? 1 : 0)
    let gradient = 0
    let hessian = 0
    for (let at = 0; at < last; at++) {
      const h = histogram[offset + at * 2 + 1]!
      if (h <= NOTHING) continue
      gradient += histogram[offset + at * 2]!
      hessian += h
      for (let side = 0; side < (hasMissing ? 2 : 1); side++) {
        const gl = side === 0 ? gradient : gradient + missingGradient
        const hl = side === 0 ? hessian : hessian + missingHessian
        const hr = total.hessian - hl
        if (hl < weightMin || hr < weightMin) continue
        const gr = total.gradient - gl
        const gain = (gl * gl) / (hl + l2) + (gr * gr) / (hr + l2) - before
        if (gain > bestGain) {
          bestGain = gain
          column = candidate
          bin = at
          missingLeft = hasMissing ? side === 1 : hl >= hr
          leftGradient = gl
          leftHessian = hl
        }
      }
    }
  }
  if (column === -1) return undefined
  return {
    column,
    bin,
    missingLeft,
    gain: bestGain,
    left: { gradient: leftGradient, hessian: leftHessian },
    right: { gradient: total.gradient - leftGradient, hessian: total.hessian - leftHessian },
  }
}
