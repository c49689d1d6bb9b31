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
