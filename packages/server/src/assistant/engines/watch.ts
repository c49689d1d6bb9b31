/** How long an engine may take, in milliseconds. */
export interface TimeLimits {
  /** Until the first words of the answer, everything before them included. */
  firstTextMs: number
  /** Without a byte, once there was one. Heartbeats count as bytes. */
  silenceMs: number
  /** Between words, whatever heartbeats come meanwhile. */
  betweenTextsMs: number
  /** For the whole answer. */
  totalMs: number
}

/** What ran out, or `ended` for an end that was only waited for out of courtesy. */
export type Late = keyof TimeLimits | 'ended'

/**
 * Calls `late` once, when one of the limits is passed. It keeps one timer, which looks at the clock
 * when it rings: neither bytes nor words cost one.
 */
export class Watch {
  readonly #limits: TimeLimits
  readonly #late: (which: Late) => void
  readonly #startedAt = performance.now()
  #heardAt: number | undefined
  #wroteAt: number | undefined
  #endsAt: number | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(limits: TimeLimits, late: (which: Late) => void) {
    this.#limits = limits
    this.#late = late
    this.#look()
  }

  /** Bytes have come. */
  heard(): void {
    const isFirst = this.#heardAt === undefined
    this.#heardAt = performance.now()
    if (isFirst) this.#look()
  }

  /** Words have come. */
  wrote(): void {
    const isFirst = this.#wroteAt === undefined
    this.#wroteAt = performance.now()
    if (isFirst) this.#look()
  }

  /** The answer is whole; what else comes is waited for this long. */
  endWithin(ms: number): void {
    this.#endsAt = performance.now() + ms
    this.#look()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #look(): void {
    clearTimeout(this.#timer)
    const now = performance.now()
    let [which, at] = this.#next()
    if (this.#endsAt !== undefined && this.#endsAt < at) [which, at] = ['ended', this.#endsAt]
    if (now >= at) this.#late(which)
    else this.#timer = setTimeout(() => this.#look(), Math.ceil(at - now))
  }

  #next(): [Late, number] {
    const { firstTextMs, silenceMs, betweenTextsMs, totalMs } = this.#limits
    const deadlines: [Late, number][] = [['totalMs', this.#startedAt + totalMs]]
    if (this.#wroteAt === undefined) deadlines.push(['firstTextMs', this.#startedAt + firstTextMs])
    else deadlines.push(['betweenTextsMs', this.#wroteAt + betweenTextsMs])
    if (this.#heardAt !== undefined) deadlines.push(['silenceMs', this.#heardAt + silenceMs])
    return deadlines.reduce((first, other) => (other[1] < first[1] ? other : first))
  }
}
