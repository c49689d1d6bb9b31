/** Seconds' worth of frames that may come at once after a quiet time. */
const BURST_SECONDS = 3

/** Frames a second of one connection, as a token bucket without a timer. */
export class RateLimit {
  readonly #perSecond: number
  #tokens: number
  #filledAt: number

  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond
    this.#tokens = perSecond * BURST_SECONDS
    this.#filledAt = now
  }

  /** Takes one token: 0 when there was one, else the milliseconds until there will be. */
  take(now: number): number {
    const earned = ((now - this.#filledAt) / 1_000) * this.#perSecond
    this.#tokens = Math.min(this.#tokens + earned, this.#perSecond * BURST_SECONDS)
    this.#filledAt = now
    if (this.#tokens >= 1) {
      this.#tokens -= 1
      return 0
    }
    return Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1_000)
  }
}
