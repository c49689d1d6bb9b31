import type { Part } from './prediction/index.ts'
import type { Reason } from './types.ts'

/** One agent's cost with everything that it is made of. */
export interface Explained {
  firstReplyMs: number
  handleMs: number
  fairness: number
  parts: readonly Part[]
}

/**
 * Why one costs less than the other: signed reasons whose sum is the difference of `log(cost)`.
 *
 * The cost is a sum of two times, each a product of factors; its difference divides exactly over
 * the factors by logarithmic means (LMDI, Ang 2004).
 */
export function reasonsBetween(
  chosen: Explained,
  other: Explained,
  handleWeight: number,
): Reason[] {
  const chosenSum = chosen.firstReplyMs + handleWeight * chosen.handleMs
  const otherSum = other.firstReplyMs + handleWeight * other.handleMs
  const whole = logMean(chosenSum, otherSum)
  const firstReply = logMean(chosen.firstReplyMs, other.firstReplyMs) / whole
  const handle = (handleWeight * logMean(chosen.handleMs, other.handleMs)) / whole
  const reasons: Reason[] = []
  let named = 0
  for (const part of chosen.parts) {
    const match = other.parts.find(({ what }) => what === part.what)
    const amount =
      firstReply * (part.firstReply - (match?.firstReply ?? 0)) +
      handle * (part.handle - (match?.handle ?? 0))
    named += amount
    reasons.push({ what: part.what, amount })
  }
  // What the parts do not name (rounding, limits of a model) is told, not hidden.
  reasons.push({ what: 'rest', amount: Math.log(chosenSum / otherSum) - named })
  reasons.push({ what: 'fairness', amount: Math.log(chosen.fairness / other.fairness) })
  return reasons.filter(({ amount }) => Math.abs(amount) > 1e-9)
}

function logMean(a: number, b: number): number {
  return Math.abs(a - b) < 1e-9 * a ? a : (a - b) / Math.log(a / b)
}
