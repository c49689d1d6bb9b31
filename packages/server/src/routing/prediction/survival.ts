/** A length that is known, or at least so long. */
export interface Observed {
  ratio: number
  isCensored: boolean
}

/** Kaplan-Meier (1958): the share that goes on after each length at which one ended. */
export function survivalCurve(observed: readonly Observed[]): { at: number; share: number }[] {
  const sorted = observed.toSorted((a, b) => a.ratio - b.ratio)
  const curve: { at: number; share: number }[] = []
  let share = 1
  sorted.forEach(({ ratio, isCensored }, index) => {
    if (isCensored) return
    share *= 1 - 1 / (sorted.length - index)
    curve.push({ at: ratio, share })
  })
  return curve
}

/** The share that goes on after `at`. */
export function survivalAt(observed: readonly Observed[], at: number): number {
  return survivalCurve(observed).findLast((point) => point.at <= at)?.share ?? 1
}

/** Nobody counts for more than so many. */
const WEIGHT_MAX = 10

/**
 * What each length that ended counts, so that it stands for those like it that were cut short:
 * one over the chance of not having been cut before (inverse probability of censoring weights,
 * Robins and Rotnitzky 1992). What was cut short counts nothing.
 */
export function censoringWeights(
  lengths: ArrayLike<number>,
  isCensored: ArrayLike<number>,
): Float32Array {
  const order = Uint32Array.from({ length: lengths.length }, (_, index) => index).sort(
    (a, b) => lengths[a]! - lengths[b]!,
  )
  const weights = new Float32Array(lengths.length)
  let uncut = 1
  order.forEach((index, place) => {
    if (isCensored[index] === 1) uncut *= 1 - 1 / (order.length - place)
    else weights[index] = Math.min(WEIGHT_MAX, 1 / uncut)
  })
  return weights
}
