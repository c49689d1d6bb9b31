export interface SearchOptions {
  /** The first rate that is tried. */
  from: number
  /** No higher rate is tried. */
  ceiling: number
}

/** A higher rate is tried by this factor. */
const GROWTH = 1.5

/** The search ends when what is carried and what is not are as near as this. */
const PRECISION = 1.05

/** Or after so many tries. */
const TRIES_MAX = 16

/**
 * Finds the highest rate that is carried: in steps up (or down, when the first is too much), then
 * between the last two. What was not carried is tried once more, for a neighbour on the machine may
 * have been in the way. Brings back 0 when nothing was carried.
 */
export async function findMost(
  carries: (rate: number) => Promise<boolean>,
  { from, ceiling }: SearchOptions,
): Promise<number> {
  let [low, high] = [0, Number.POSITIVE_INFINITY]
  let rate = Math.min(from, ceiling)
  for (let tries = 0; tries < TRIES_MAX && rate >= 1; tries += 1) {
    if ((await carries(rate)) || (await carries(rate))) low = rate
    else high = rate
    if (low === ceiling || high / low <= PRECISION) break
    rate = nextRate(low, high, ceiling)
  }
  return low
}

function nextRate(low: number, high: number, ceiling: number): number {
  if (high === Number.POSITIVE_INFINITY) return Math.min(ceiling, Math.ceil(low * GROWTH))
  if (low === 0) return Math.floor(high / GROWTH)
  return Math.round(Math.sqrt(low * high))
}
