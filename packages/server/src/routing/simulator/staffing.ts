import { createRandom } from './random.ts'
import type { Arrival } from './simulated-world.ts'

/** What shall be other than it was. */
export interface Staffing {
  /** Average agents in addition; negative: so many fewer. */
  moreAgents: number
  moreCapacity: number
  /** Conversations for each that came. */
  arrivals: number
}

export const asItWas: Staffing = { moreAgents: 0, moreCapacity: 0, arrivals: 1 }

/** Copies of a conversation come so long before or after, at the most. */
const COPY_MS = 10 * 60_000

/**
 * So many times the arrivals. Additional ones come near those that they are copies of, with the
 * work and the patience of others. One stream of numbers for each: who comes in one variant comes
 * in every variant with at least as many.
 */
export function multiply(arrivals: readonly Arrival[], factor: number): Arrival[] {
  if (factor === 1) return [...arrivals]
  const other = (random: () => number) =>
    arrivals[Math.floor(random() * arrivals.length)] as Arrival
  return arrivals
    .flatMap((arrival, index): Arrival[] => {
      const random = createRandom(index + 1).uniform
      const count = Math.floor(factor + random())
      return Array.from({ length: count }, (_, copy) => {
        if (copy === 0) return arrival
        const at = Math.round(arrival.at + COPY_MS * (2 * random() - 1))
        const { workNoise } = other(random)
        const { reactionNoise } = other(random)
        const { patienceMs } = other(random)
        return { ...arrival, at, workNoise, reactionNoise, patienceMs }
      })
    })
    .sort((a, b) => a.at - b.at)
}

/** Who stays when `gone` go: the same order of going in every variant. */
export function stayers(count: number, gone: number): number[] {
  const random = createRandom(7).uniform
  const stay = Array.from({ length: count }, (_, index) => index)
  for (let left = gone; left > 0 && stay.length > 1; left -= 1) {
    stay.splice(Math.floor(random() * stay.length), 1)
  }
  return stay
}
