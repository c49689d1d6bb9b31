import type { LearntOutcome } from './learnt-outcome.ts'
import { censoringWeights } from './survival.ts'
import type { Kind } from './table-reader.ts'
import { isCensored, timeOf } from './tree-rows.ts'

/** How far predictions were off, on outcomes that they had not seen. */
export interface Judged {
  /** Mean deviance (of the gamma distribution); 0 is perfect, and what stays is the noise. */
  loss: number
  /** The typical factor between prediction and what came. */
  factor: number
  /** The mean of what came over what was predicted; 1 is calibrated. */
  ratio: number
  /** Of each outcome, its weighted deviance; NaN where it tells nothing. */
  deviances: Float64Array
}

/**
 * Judges `predictedMs`, one by outcome. Outcomes that ended stand for those like them that were cut
 * short, so that it does not pay to believe in short times.
 */
export function judge(
  outcomes: readonly LearntOutcome[],
  kind: Kind,
  predictedMs: ArrayLike<number>,
): Judged {
  const told = outcomes
    .keys()
    .filter((index) => timeOf(outcomes[index]!, kind) > 0)
    .toArray()
  const weights = censoringWeights(
    told.map((index) => timeOf(outcomes[index]!, kind)),
    told.map((index) => Number(isCensored(outcomes[index]!, kind))),
  )
  const deviances = new Float64Array(outcomes.length).fill(Number.NaN)
  const offs: number[] = []
  let [loss, total, shares] = [0, 0, 0]
  told.forEach((index, place) => {
    const weight = weights[place]!
    if (weight === 0) return
    const share = timeOf(outcomes[index]!, kind) / predictedMs[index]!
    // What is no prediction is as wrong as can be.
    const deviance = share > 0 ? 2 * (share - 1 - Math.log(share)) : Number.POSITIVE_INFINITY
    deviances[index] = weight * deviance
    loss += weight * deviance
    shares += weight * share
    total += weight
    offs.push(Math.abs(Math.log(share)))
  })
  offs.sort((a, b) => a - b)
  return {
    loss: total === 0 ? 0 : loss / total,
    factor: Math.exp(offs[offs.length >> 1] ?? 0),
    ratio: total === 0 ? 1 : shares / total,
    deviances,
  }
}

export interface Verdict {
  isBetter: boolean
  /** The share of the deviance that the new one takes away, over both targets. */
  gain: number
}

/** What a new model must take away at the least. */
const GAIN_MIN = 0.005
/** Standard errors that the gain must lie above 0: 95 %, one-sided. */
const ERRORS_MIN = 1.645

/**
 * Whether the new one is better than the old: by half a percent over both targets, by more than
 * chance explains (paired by row), and worse in neither.
 */
export function compare(
  old: Readonly<Record<Kind, Judged>>,
  next: Readonly<Record<Kind, Judged>>,
): Verdict {
  let gain = 0
  let variance = 0
  let isWorse = false
  for (const kind of ['firstReply', 'handle'] as const) {
    const { mean, error } = difference(old[kind].deviances, next[kind].deviances)
    const whole = Math.max(1e-9, old[kind].loss)
    gain += mean / whole / 2
    variance += (error / whole / 2) ** 2
    if (-mean / whole > GAIN_MIN || !Number.isFinite(mean)) isWorse = true
  }
  const isBetter = !isWorse && gain >= GAIN_MIN && gain > ERRORS_MIN * Math.sqrt(variance)
  return { isBetter, gain }
}

function difference(old: Float64Array, next: Float64Array): { mean: number; error: number } {
  let [count, sum, squares] = [0, 0, 0]
  old.forEach((value, index) => {
    if (Number.isNaN(value)) return
    const less = value - next[index]!
    count += 1
    sum += less
    squares += less ** 2
  })
  if (count < 2) return { mean: 0, error: Number.POSITIVE_INFINITY }
  const mean = sum / count
  return { mean, error: Math.sqrt(Math.max(0, squares / count - mean ** 2) / count) }
}
