import { EngineError } from './engine-error.ts'
import type { SpendingBook, Spent, Usage } from './types.ts'

/** What an engine may cost in a day (UTC); what is not named is not bounded. */
export interface BudgetLimits {
  callsMax?: number | undefined
  tokensMax?: number | undefined
  /** Millionths of the workspace's currency. */
  costMicrosMax?: number | undefined
}

/** Prices in millionths of the workspace's currency. */
export interface Price {
  callMicros: number
  /** For a million tokens. */
  inputMicros: number
  outputMicros: number
}

export interface BudgetOptions {
  engineId: string
  limits: BudgetLimits
  price: Price
  book: SpendingBook
  now: () => number
}

/** What one engine has spent today, kept across restarts. */
export class Budget {
  readonly #options: BudgetOptions
  #day: number
  #dayName: string
  #spent: Spent = { calls: 0, tokens: 0, costMicros: 0 }
  /** Resolves when what was spent before a restart is known; undefined from then on. */
  ready: Promise<void> | undefined

  constructor(options: BudgetOptions) {
    this.#options = options
    this.#day = dayOf(options.now())
    this.#dayName = nameOf(this.#day)
    this.ready = this.#load(this.#day)
  }

  get spent(): Spent {
    this.#turn()
    return { ...this.#spent }
  }

  /** @throws {EngineError} `over_budget` */
  check(): void {
    this.#turn()
    const { callsMax, tokensMax, costMicrosMax } = this.#options.limits
    const { calls, tokens, costMicros } = this.#spent
    const over =
      calls >= (callsMax ?? Number.POSITIVE_INFINITY)
        ? `${calls} calls`
        : tokens >= (tokensMax ?? Number.POSITIVE_INFINITY)
          ? `${tokens} tokens`
          : costMicros >= (costMicrosMax ?? Number.POSITIVE_INFINITY)
            ? `${costMicros / 1_000_000} in money`
            : undefined
    if (over === undefined) return
    throw new EngineError(
      'over_budget',
      `The engine has used up its budget of today: ${over}. It goes on at midnight (UTC).`,
    )
  }

  /** Notes a call, before it is made. */
  began(): void {
    this.#add({ calls: 1, tokens: 0, costMicros: this.#options.price.callMicros })
  }

  /** Notes what a call took. */
  used(usage: Usage): void {
    const { price } = this.#options
    this.#add({
      calls: 0,
      tokens: usage.inputTokens + usage.outputTokens,
      costMicros: costOf(price, usage) - price.callMicros,
    })
  }

  #add(more: Spent): void {
    this.#turn()
    this.#spent = sum(this.#spent, more)
    // Before the day's sum is known, writing would lose it.
    if (this.ready === undefined) this.#write()
  }

  #write(): void {
    this.#options.book.write(this.#options.engineId, this.#dayName, { ...this.#spent })
  }

  #turn(): void {
    const today = dayOf(this.#options.now())
    if (today === this.#day) return
    this.#day = today
    this.#dayName = nameOf(today)
    this.#spent = { calls: 0, tokens: 0, costMicros: 0 }
  }

  async #load(day: number): Promise<void> {
    try {
      const before = await this.#options.book.read(this.#options.engineId, nameOf(day))
      if (before !== undefined && this.#day === day) this.#spent = sum(before, this.#spent)
    } catch {
      // A book that cannot be read is its own trouble; answers go on, counted from now.
    }
    this.ready = undefined
    if (this.#spent.calls > 0) this.#write()
  }
}

/** What a call costs, the call itself included; in millionths of the workspace's currency. */
export function costOf(
  { callMicros, inputMicros, outputMicros }: Price,
  { inputTokens, outputTokens }: Usage,
): number {
  const tokens = inputTokens * inputMicros + outputTokens * outputMicros
  return callMicros + Math.ceil(tokens / 1_000_000)
}

/** Days since 1970; comparing them costs less than writing them. */
function dayOf(at: number): number {
  return Math.floor(at / 86_400_000)
}

/** As the book has it: "2026-11-23". */
function nameOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}

function sum(one: Spent, other: Spent): Spent {
  return {
    calls: one.calls + other.calls,
    tokens: one.tokens + other.tokens,
    costMicros: one.costMicros + other.costMicros,
  }
}

/** About how many tokens a text has, for engines that do not tell: a Chinese character is one. */
export function estimateTokens(text: string): number {
  const wide = text.match(/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/g)?.length ?? 0
  return wide + Math.ceil((text.length - wide) / 4)
}
