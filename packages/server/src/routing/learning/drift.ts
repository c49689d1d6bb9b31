import { censoringWeights } from '../prediction/index.ts'

/** What was predicted and what came, once. */
export interface Observed {
  predictedMs: number
  ms: number
  isCensored: boolean
}

/** Beyond this, or below its inverse, what comes is not what is promised. */
export const RATIO_MAX = 1.5
const MEMORY = 500
const LEAST = 200
/** Outcomes between two looks. */
const EVERY = 25

/**
 * Watches one model's predictions against what comes: the mean of time over prediction, where what
 * was cut short is stood for by those that ended.
 */
export function createDriftWatch() {
  const seen: Observed[] = []
  let sinceLook = 0
  let ratio = 1

  function look(): void {
    const shares = seen.map(({ ms, predictedMs }) => ms / predictedMs)
    const weights = censoringWeights(
      seen.map(({ ms }) => ms),
      seen.map(({ isCensored }) => Number(isCensored)),
    )
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    ratio =
      total === 0 ? 1 : shares.reduce((sum, share, at) => sum + share * weights[at]!, 0) / total
  }

  return {
    /** Whether the model has drifted, by now. */
    observe(observed: Observed): boolean {
      if (!(observed.predictedMs > 0) || !(observed.ms > 0)) return false
      seen.push(observed)
      if (seen.length > MEMORY) seen.shift()
      sinceLook += 1
      if (seen.length < LEAST || sinceLook < EVERY) return false
      sinceLook = 0
      look()
      return ratio > RATIO_MAX || ratio < 1 / RATIO_MAX
    },
    read(): { outcomes: number; ratio: number } {
      look()
      return { outcomes: seen.length, ratio }
    },
  }
}

export type DriftWatch = ReturnType<typeof createDriftWatch>
