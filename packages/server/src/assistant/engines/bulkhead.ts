import { EngineError } from './engine-error.ts'

/**
 * Bounds how many questions one engine works on at once. Some more wait a little, the longest
 * waiting first; beyond that they are turned away, so that a slow engine holds up none but its own.
 */
export class Bulkhead {
  readonly #atOnceMax: number
  readonly #waitingMax: number
  readonly #waitMsMax: number
  readonly #waiting = new Set<() => void>()
  running = 0

  constructor(atOnceMax: number, waitingMax: number, waitMsMax: number) {
    this.#atOnceMax = atOnceMax
    this.#waitingMax = waitingMax
    this.#waitMsMax = waitMsMax
  }

  /** Takes a place if one is free. Whoever has a place calls {@link leave} once. */
  tryEnter(): boolean {
    if (this.running >= this.#atOnceMax) return false
    this.running += 1
    return true
  }

  /** Resolves with a place. @throws {EngineError} `full`; or the signal's reason. */
  async wait(signal: AbortSignal): Promise<void> {
    if (this.#waiting.size >= this.#waitingMax) throw full(this.#atOnceMax)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const enter = () => resolve()
    // Leaves the queue at once: a place that is handed over must reach somebody.
    const giveUp = (reason: unknown) => {
      this.#waiting.delete(enter)
      reject(reason)
    }
    const late = setTimeout(() => giveUp(full(this.#atOnceMax)), this.#waitMsMax)
    const aborted = () => giveUp(signal.reason)
    signal.addEventListener('abort', aborted, { once: true })
    this.#waiting.add(enter)
    try {
      await promise
    } finally {
      clearTimeout(late)
      signal.removeEventListener('abort', aborted)
    }
  }

  /** Gives the place to whoever waits longest, or back. */
  leave(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.running -= 1
      return
    }
    this.#waiting.delete(next)
    next()
  }
}

function full(atOnceMax: number): EngineError {
  return new EngineError('full', `The engine already works on ${atOnceMax} questions.`)
}
