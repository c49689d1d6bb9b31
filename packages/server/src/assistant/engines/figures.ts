import type { EngineError, EngineErrorKind } from './engine-error.ts'

/** A failure as the console shows it. */
export interface NotedFailure {
  /** Epoch milliseconds. */
  at: number
  kind: EngineErrorKind
  /** In the vendor's own words, without keys. */
  message: string
  code: string
  traceId: string
}

const LATENCIES_KEPT = 256
const FAILURES_KEPT = 20

/** How one engine does: how fast it begins, how often it answers and fails. */
export class Figures {
  readonly #now: () => number
  readonly #latencies = new Float64Array(LATENCIES_KEPT)
  #noted = 0
  answers = 0
  readonly failures = new Map<EngineErrorKind, number>()
  /** The newest first. */
  readonly lastFailures: NotedFailure[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  beganToAnswer(ms: number): void {
    this.#latencies[this.#noted % LATENCIES_KEPT] = ms
    this.#noted += 1
  }

  answered(): void {
    this.answers += 1
  }

  failed({ kind, message, code, traceId }: EngineError): void {
    this.failures.set(kind, (this.failures.get(kind) ?? 0) + 1)
    this.lastFailures.unshift({ at: this.#now(), kind, message, code, traceId })
    this.lastFailures.length = Math.min(this.lastFailures.length, FAILURES_KEPT)
  }

  /** Milliseconds until the first words, of the last answers; undefined before the first one. */
  firstTextMs(share: 0.5 | 0.9): number | undefined {
    const count = Math.min(this.#noted, LATENCIES_KEPT)
    if (count === 0) return undefined
    return this.#latencies.slice(0, count).sort()[Math.ceil(count * share) - 1]
  }
}
