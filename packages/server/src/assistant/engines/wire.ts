import { OutsideError } from '../../platform/outside/index.ts'
import { EngineError, type EngineErrorKind } from './engine-error.ts'
import { readEvents, type ServerSentEvent } from './sse.ts'
import type { EngineFetch } from './types.ts'
import { toEngineError, type VendorCodes } from './vendor-error.ts'
import { type Late, type TimeLimits, Watch } from './watch.ts'

export interface WireOptions {
  fetch: EngineFetch
  baseUrl: string
  key: string
  codes: VendorCodes
  limits: TimeLimits
  /** The caller's: aborting it ends whatever runs. */
  signal: AbortSignal
}

/** An event whose data was JSON, or the bare text where it was none that we know of. */
export interface WireEvent {
  name: string
  data: unknown
}

/** A call that is not worth waiting longer for. */
const STOP_TIMEOUT_MS = 5_000
const ERROR_BODY_LENGTH_MAX = 65_536

/** What an adapter speaks through while it answers one question: time, errors and keys are its. */
export class Wire {
  readonly #options: WireOptions
  readonly #watch: Watch
  readonly #stop = new AbortController()
  readonly #aborted: () => void
  #isWhole = false
  /** An answer's body has not been read to its end. */
  #isOpen = false
  #status = 0
  #headers: Headers | undefined
  #stopCall: { path: string; body: object } | undefined

  constructor(options: WireOptions) {
    this.#options = options
    this.#watch = new Watch(options.limits, (which) => this.#late(which))
    this.#aborted = () => this.#stop.abort(options.signal.reason)
    options.signal.addEventListener('abort', this.#aborted, { once: true })
  }

  /** Words have come. */
  wrote(): void {
    this.#watch.wrote()
  }

  /**
   * The answer is whole. What else the engine sends is read for this long, and nothing that happens
   * meanwhile spoils the answer.
   */
  endWithin(ms: number): void {
    this.#isWhole = true
    this.#watch.endWithin(ms)
  }

  /** How to tell the engine to stop, should it be stopped: closing the connection does not do. */
  stopBy(path: string, body: object): void {
    this.#stopCall = { path, body }
  }

  /** POSTs and gives the events of the answer, their data parsed; `[DONE]` comes as that text. */
  async *events(path: string, body: object): AsyncGenerator<WireEvent, void, undefined> {
    try {
      const response = await this.#call('POST', path, body, 'text/event-stream')
      if (!response.ok) throw await this.#refusal(response)
      const type = response.headers.get('content-type') ?? ''
      // A page to sign in, a proxy's notice: whoever wrote it is no engine.
      if (type.includes('html')) throw await this.#refusal(response, 'protocol')
      if (response.body === null) return
      for await (const event of readEvents(response.body, () => this.#watch.heard())) {
        if (event.isBare) throw this.failure(parsed(event.data))
        yield { name: event.name, data: this.#parse(event) }
      }
      this.#isOpen = false
    } catch (error) {
      if (!this.#isWhole) throw error
    }
  }

  /** Asks for JSON. */
  async json(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const response = await this.#call(method, path, body, 'application/json')
    if (!response.ok) throw await this.#refusal(response)
    const text = await response.text()
    this.#isOpen = false
    this.#watch.heard()
    try {
      return JSON.parse(text)
    } catch {
      throw new EngineError('protocol', 'The engine answered with something else than JSON.')
    }
  }

  /** A failure that the engine tells of inside its answer. */
  failure(body: unknown, kind?: EngineErrorKind): EngineError {
    const { codes } = this.#options
    const failure = { status: this.#status, body, headers: this.#headers }
    const error = toEngineError(codes, failure)
    return kind === undefined ? error : new EngineError(kind, error.message, error)
  }

  /** What the caller is told of anything thrown: its own reason when it stopped, else our error. */
  toError(thrown: unknown): unknown {
    const { signal, key } = this.#options
    if (signal.aborted) return signal.reason
    // What stops the wait for the rest of a whole answer is no reason of anything.
    const isStopped = this.#stop.signal.aborted && !this.#isWhole
    const error = isStopped ? this.#stop.signal.reason : thrown
    const ours = error instanceof EngineError ? error : fromOutside(error)
    if (ours === undefined) return error
    // Some vendors quote the key that they refuse.
    if (key.length < 4 || !ours.message.includes(key)) return ours
    return new EngineError(ours.kind, ours.message.replaceAll(key, '…'), ours)
  }

  /** Ends whatever still runs. Unless the answer is whole, the engine is told to stop. */
  close(isWhole: boolean): void {
    this.#watch.stop()
    this.#options.signal.removeEventListener('abort', this.#aborted)
    // A reason of its own costs less than the exception that stands for none.
    if (this.#isOpen) this.#stop.abort('closed')
    if (isWhole || this.#isWhole || this.#stopCall === undefined) return
    const { path, body } = this.#stopCall
    const signal = AbortSignal.timeout(STOP_TIMEOUT_MS)
    const stopping = this.#options.fetch(this.#options.baseUrl + path, {
      ...this.#init('POST', body, 'application/json'),
      signal,
    })
    // Best effort: whether it stops is the engine's affair now.
    stopping.then((response) => response.body?.cancel()).catch(() => {})
  }

  async #call(
    method: 'GET' | 'POST',
    path: string,
    body: object | undefined,
    accept: string,
  ): Promise<Response> {
    this.#stop.signal.throwIfAborted()
    this.#isOpen = true
    const response = await this.#options.fetch(this.#options.baseUrl + path, {
      ...this.#init(method, body, accept),
      signal: this.#stop.signal,
    })
    this.#status = response.status
    this.#headers = response.headers
    this.#watch.heard()
    return response
  }

  #init(method: 'GET' | 'POST', body: object | undefined, accept: string) {
    const headers: Record<string, string> = { accept }
    if (this.#options.key !== '') headers.authorization = `Bearer ${this.#options.key}`
    if (body === undefined) return { method, headers }
    headers['content-type'] = 'application/json'
    return { method, headers, body: JSON.stringify(body) }
  }

  async #refusal(response: Response, kind?: EngineErrorKind): Promise<EngineError> {
    const text = (await response.text()).slice(0, ERROR_BODY_LENGTH_MAX)
    return this.failure(parsed(text), kind)
  }

  #parse({ data, isLast }: ServerSentEvent): unknown {
    if (data === '' || data === '[DONE]') return data
    try {
      return JSON.parse(data)
    } catch {
      // Quoted by the console: enough to see what it was.
      if (isLast) throw new EngineError('truncated', 'The answer broke off inside an event.')
      const start = data.slice(0, 80)
      throw new EngineError('protocol', `The engine sent an event that is no JSON: ${start}`)
    }
  }

  #late(which: Late): void {
    if (which === 'ended') {
      this.#stop.abort('ended')
      return
    }
    const ms = this.#options.limits[which]
    this.#stop.abort(new EngineError('timed_out', `${lateWords[which]} within ${ms} ms.`))
  }
}

/** A failure's body as JSON, or as it is: a proxy's page, or words. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

const lateWords: Record<keyof TimeLimits, string> = {
  firstTextMs: 'The engine wrote no word',
  silenceMs: 'The engine fell silent: no byte came',
  betweenTextsMs: 'The engine stopped in the middle of its answer: no word came',
  totalMs: 'The engine did not finish',
}

const kindsOutside = {
  refused: 'forbidden',
  unreachable: 'unreachable',
  timed_out: 'timed_out',
  broken_off: 'broken_off',
  too_large: 'protocol',
} as const

function fromOutside(error: unknown): EngineError | undefined {
  if (!(error instanceof OutsideError)) return undefined
  const { kind, code } = error
  // The engine was called, so this is none of our refusals, with which nothing leaves.
  if (code === 'REDIRECTED') return new EngineError('bad_config', error.message)
  return new EngineError(kindsOutside[kind], error.message, { code })
}
