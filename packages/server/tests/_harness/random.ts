/** Chance that can be repeated: numbers from 0 to 1 out of a seed (mulberry32, public domain). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The seed of this run: CRASH_SEED repeats an earlier one. */
export function chooseSeed(): number {
  return Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 1_000_000))
}
