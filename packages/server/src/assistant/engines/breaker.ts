export type BreakerState = 'closed' | 'open' | 'probing'

export interface BreakerOptions {
  /** Failures in a row that open it. */
  failuresMax: number
  /** Until the first probe; each failed one doubles it. */
  restMs: number
  restMsMax: number
  /** Tries the engine without a visitor waiting. Resolves with whether it works. */
  probe: (signal: AbortSignal) => Promise<boolean>
  now: () => number
}

/**
 * Keeps questions from an engine that fails. While it is open, probes try the engine, so no visitor
 * has to; the first that succeeds closes it. A closed breaker has no timer.
 */
export class Breaker implements Disposable {
  readonly #options: BreakerOptions
  #state: BreakerState = 'closed'
  #failures = 0
  #failedProbes = 0
  #timer: NodeJS.Timeout | undefined
  #probing: AbortController | undefined
  #isDisposed = false
  /** When it is probed next, in epoch milliseconds; undefined while it is closed or probing. */
  probesAt: number | undefined

  constructor(options: BreakerOptions) {
    this.#options = options
  }

  get state(): BreakerState {
    return this.#state
  }

  succeeded(): void {
    this.#failures = 0
    // An answer that was under way when others failed: the engine works.
    if (this.#state !== 'closed') this.#close()
  }

  /** `opens` when one such failure is enough, for every further call would fail as well. */
  failed(opens: boolean): void {
    if (this.#state !== 'closed') return
    this.#failures += 1
    if (opens || this.#failures >= this.#options.failuresMax) this.#open()
  }

  /** Does not wait for the time to come. */
  probeNow(): void {
    if (this.#state === 'open') this.#probe()
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true
    clearTimeout(this.#timer)
    this.#probing?.abort()
  }

  #open(): void {
    const { restMs, restMsMax, now } = this.#options
    this.#state = 'open'
    if (this.#isDisposed) return
    const rest = Math.min(restMsMax, restMs * 2 ** this.#failedProbes)
    this.probesAt = now() + rest
    this.#timer = setTimeout(() => this.#probe(), rest)
    this.#timer.unref()
  }

  #close(): void {
    clearTimeout(this.#timer)
    this.#probing?.abort()
    this.#probing = undefined
    this.#state = 'closed'
    this.#failures = 0
    this.#failedProbes = 0
    this.probesAt = undefined
  }

  #probe(): void {
    clearTimeout(this.#timer)
    this.#state = 'probing'
    this.probesAt = undefined
    const probing = new AbortController()
    this.#probing = probing
    const settle = (works: boolean) => {
      if (this.#probing !== probing || this.#isDisposed) return
      this.#probing = undefined
      if (works) this.#close()
      else {
        this.#failedProbes += 1
        this.#open()
      }
    }
    this.#options.probe(probing.signal).then(settle, () => settle(false))
  }
}
