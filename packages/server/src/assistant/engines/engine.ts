import { askAgain } from './again.ts'
import { askOnce, type Line, openWire } from './ask.ts'
import { Breaker, type BreakerState } from './breaker.ts'
import { Budget, estimateTokens } from './budget.ts'
import { Bulkhead } from './bulkhead.ts'
import { EngineError, errorRules } from './engine-error.ts'
import { Figures, type NotedFailure } from './figures.ts'
import type { Make } from './make.ts'
import { makes } from './makes.ts'
import type { EngineSetup } from './setup.ts'
import type {
  Engine,
  EngineEvent,
  EngineFetch,
  EngineQuestion,
  SpendingBook,
  Spent,
} from './types.ts'

export interface EnginePorts {
  /** Bound to this engine's policy: its hosts, in-house or not. */
  fetch: EngineFetch
  book: SpendingBook
  /** Epoch milliseconds. */
  now: () => number
  /** Told how calls go, probes and tests among them. */
  observer?: EngineObserver
}

/** Counts what engines do. */
export interface EngineObserver {
  /** Its first words came so many seconds after it was asked. */
  engineBegan(seconds: number): void
  /** `result`: "answered", or the kind of the error. */
  engineEnded(result: string): void
}

/** How an engine does, for the console and the metrics. */
export interface EngineState {
  breaker: BreakerState
  /** When it is tried again, in epoch milliseconds. */
  probesAt: number | undefined
  /** Questions that it works on. */
  running: number
  firstTextP50Ms: number | undefined
  firstTextP90Ms: number | undefined
  /** Since the start. */
  answers: number
  failures: Record<string, number>
  lastFailures: readonly NotedFailure[]
  spentToday: Spent
}

/** What a try gave, in the engine's own words. */
export type EngineTest =
  | { works: true; text: string; firstTextMs: number; totalMs: number }
  | { works: false; error: Error; totalMs: number }

/** An engine with all that keeps it from doing harm. */
export interface GuardedEngine extends Engine, Disposable {
  /** Vectors for texts, in their order. Rejects like `ask`. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>
  /** Says hello to the engine now, whatever the breaker says. Never rejects. */
  test(signal: AbortSignal): Promise<EngineTest>
  state(): EngineState
}

const REST_MS_MAX = 300_000
/** Short, harmless, and understood by whatever the engine was made for. */
const HELLO: EngineQuestion = { text: '你好 / Hello', userId: 'parley-probe' }

/**
 * Puts an engine behind a breaker, a bound on questions at once, a budget and time limits. Asking it
 * costs no wait of ours when it is healthy. Disposing it ends probes; answers go on.
 */
export function createEngine(setup: EngineSetup, key: string, ports: EnginePorts): GuardedEngine {
  const { fetch, book, now, observer } = ports
  const { limits } = setup
  const make = makes[setup.make] as unknown as Make
  const line: Line = { make, settings: setup.settings, options: { fetch, key, limits } }
  const patient: Line = {
    ...line,
    options: {
      ...line.options,
      limits: {
        ...limits,
        firstTextMs: limits.coldStartMs,
        silenceMs: limits.coldStartMs,
        totalMs: limits.coldStartMs + limits.totalMs,
      },
    },
  }
  const { budget: budgetLimits, price } = setup
  const budget = new Budget({ engineId: setup.id, limits: budgetLimits, price, book, now })
  const bulkhead = new Bulkhead(limits.atOnceMax, limits.waitingMax, limits.waitMsMax)
  const figures = new Figures(now)
  const breaker = new Breaker({
    failuresMax: limits.failuresMax,
    restMs: limits.restMs,
    restMsMax: REST_MS_MAX,
    probe: async (signal) => (await hello(signal, patient)).works,
    now,
  })

  /** Lets a failure count towards the breaker, as its kind does. */
  function weigh(error: Error): void {
    const effect = error instanceof EngineError ? errorRules[error.kind].breaker : 'ignores'
    if (effect !== 'ignores') breaker.failed(effect === 'opens')
  }

  function began(ms: number): void {
    figures.beganToAnswer(ms)
    observer?.engineBegan(ms / 1_000)
  }

  function check(): void {
    budget.check()
    if (breaker.state !== 'closed') throw resting(setup.name, figures)
  }

  /** Takes a place, where one may be asked for at all. */
  async function enter(signal: AbortSignal): Promise<void> {
    check()
    if (!bulkhead.tryEnter()) {
      await bulkhead.wait(signal)
      try {
        // Whoever had the place may have found that it fails, or spent the rest.
        check()
      } catch (error) {
        bulkhead.leave()
        throw error
      }
    }
    // In the same turn as the check, so that many at once do not all find the last call left.
    budget.began()
  }

  /** Everything that is asked goes through here: places, counts, and what failures mean. */
  async function* guarded(
    run: () => AsyncGenerator<EngineEvent, void, undefined>,
    asked: string,
    signal: AbortSignal,
    isWatched: boolean,
  ): AsyncGenerator<EngineEvent, void, undefined> {
    if (budget.ready !== undefined) await budget.ready
    if (isWatched) await enter(signal)
    else {
      budget.check()
      budget.began()
    }
    const startedAt = performance.now()
    let text = ''
    let isCounted = false
    let isSent = true
    try {
      for await (const event of run()) {
        if (event.type === 'text' || event.type === 'replace') {
          if (text === '' && event.text !== '') began(performance.now() - startedAt)
          text += event.text
        }
        if (event.type === 'usage') {
          budget.used(event.usage)
          isCounted = true
        }
        if (event.type === 'done') {
          figures.answered()
          observer?.engineEnded('answered')
          if (isWatched) breaker.succeeded()
        }
        yield event
      }
    } catch (error) {
      if (error instanceof EngineError) {
        isSent = error.kind !== 'unreachable' && error.kind !== 'forbidden'
        figures.failed(error)
        observer?.engineEnded(error.kind)
        if (isWatched) weigh(error)
      }
      throw error
    } finally {
      if (!isCounted && isSent) {
        budget.used({ inputTokens: estimateTokens(asked), outputTokens: estimateTokens(text) })
      }
      if (isWatched) bulkhead.leave()
    }
  }

  const again = (signal: AbortSignal, leavesTraces: boolean) => ({
    leavesTraces,
    isWell: () => breaker.state === 'closed',
    signal,
  })

  async function hello(signal: AbortSignal, to: Line): Promise<EngineTest> {
    const startedAt = performance.now()
    let text = ''
    let firstTextMs = 0
    try {
      const run = () => askOnce(to, HELLO, signal)
      for await (const event of guarded(run, HELLO.text, signal, false)) {
        if (event.type === 'replace') text = ''
        if (event.type !== 'text' && event.type !== 'replace') continue
        if (text === '') firstTextMs = performance.now() - startedAt
        text += event.text
      }
      return { works: true, text, firstTextMs, totalMs: performance.now() - startedAt }
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      return { works: false, error, totalMs: performance.now() - startedAt }
    }
  }

  async function embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    let vectors: Float32Array[] = []
    const run = async function* (): AsyncGenerator<EngineEvent, void, undefined> {
      if (make.embed === undefined) {
        throw new EngineError('bad_config', `${make.label} makes no embeddings.`)
      }
      const wire = openWire(line, signal)
      try {
        const made = await make.embed(setup.settings, texts, wire)
        vectors = made.vectors
        if (made.tokens > 0) {
          yield { type: 'usage', usage: { inputTokens: made.tokens, outputTokens: 0 } }
        }
        yield { type: 'done' }
      } catch (error) {
        throw wire.toError(error)
      } finally {
        wire.close(true)
      }
    }
    const asked = () => guarded(run, texts.join('\n'), signal, true)
    for await (const _event of askAgain(asked, again(signal, false))) {
      // Counted on the way.
    }
    return vectors
  }

  return {
    id: setup.id,
    name: setup.name,
    ask(question, signal) {
      const run = () => askOnce(line, question, signal)
      return askAgain(
        () => guarded(run, textOf(question), signal, true),
        again(signal, make.keepsConversations),
      )
    },
    embed,
    async test(signal) {
      // Whoever tests one that has to load waits for it, and breaks nothing off.
      const result = await hello(signal, patient)
      // Whoever repaired it need not wait for the next probe, nor a visitor learn what is known.
      if (result.works) breaker.succeeded()
      else weigh(result.error)
      return result
    },
    state: () => ({
      breaker: breaker.state,
      probesAt: breaker.probesAt,
      running: bulkhead.running,
      firstTextP50Ms: figures.firstTextMs(0.5),
      firstTextP90Ms: figures.firstTextMs(0.9),
      answers: figures.answers,
      failures: Object.fromEntries(figures.failures),
      lastFailures: [...figures.lastFailures],
      spentToday: budget.spent,
    }),
    [Symbol.dispose]: () => breaker[Symbol.dispose](),
  }
}

function resting(name: string, { lastFailures }: Figures): EngineError {
  const last = lastFailures[0]
  const why = last === undefined ? '' : ` The last one: ${last.message}`
  return new EngineError('resting', `${name} rests after several failures.${why}`)
}

function textOf({ text, instructions = '', knowledge = '', earlier = [] }: EngineQuestion): string {
  const before = earlier.map((turn) => (turn.by === 'tool' ? turn.result : turn.text))
  return [instructions, knowledge, ...before, text].filter((part) => part !== '').join('\n')
}
