import { EngineError } from './engine-error.ts'

/** One engine's share of the time. Disposing it ends the wait, not the answer. */
export interface Turn extends Disposable {
  /** Aborted with the caller's reason, or with a `timed_out` when the share is used up. */
  readonly signal: AbortSignal
  /** Words came: the time begins anew. */
  wrote(): void
}

/** How long a visitor sees nothing new, whatever engines do one after the other. */
export class Patience {
  readonly #waitMsMax: number
  #endsAt: number

  constructor(waitMsMax: number) {
    this.#waitMsMax = waitMsMax
    this.#endsAt = performance.now() + waitMsMax
  }

  /** The turn of the first of `left` engines that have not been asked. */
  turn(caller: AbortSignal, left: number): Turn {
    const share = () => Math.max(0, this.#endsAt - performance.now()) / left
    const late = new AbortController()
    const giveUp = () =>
      late.abort(new EngineError('timed_out', 'Nothing came in the time that visitors wait.'))
    let timer = setTimeout(giveUp, share())
    return {
      signal: AbortSignal.any([caller, late.signal]),
      wrote: () => {
        this.#endsAt = performance.now() + this.#waitMsMax
        clearTimeout(timer)
        timer = setTimeout(giveUp, share())
      },
      [Symbol.dispose]: () => clearTimeout(timer),
    }
  }
}
