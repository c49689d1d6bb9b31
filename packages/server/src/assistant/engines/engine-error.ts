/**
 * Why an engine did not answer; the same words for every make.
 *
 * - `auth`, `quota`, `bad_config`: somebody must change something: the key, the account, a setting.
 * - `rate_limited`, `busy`: it refused this call and did nothing; another try may do.
 * - `content_filtered`: its own rules forbid this question or answer.
 * - `conversation_gone`: it does not know the conversation; a new one helps.
 * - `engine_error`: it failed while it worked.
 * - `truncated`: the answer ended without the engine's mark of its end.
 * - `unreachable`: no connection; nothing was sent. `broken_off`: the connection ended early.
 * - `timed_out`, `protocol`: too slow, or not understood.
 * - `forbidden`: this deployment's rules do not let the call out.
 * - `resting`, `full`, `over_budget`: we did not even ask: too many failures lately, too many
 *   questions at once, or the day's budget is used up.
 */
export type EngineErrorKind =
  | 'auth'
  | 'quota'
  | 'bad_config'
  | 'rate_limited'
  | 'busy'
  | 'content_filtered'
  | 'conversation_gone'
  | 'engine_error'
  | 'truncated'
  | 'timed_out'
  | 'unreachable'
  | 'broken_off'
  | 'protocol'
  | 'forbidden'
  | 'resting'
  | 'full'
  | 'over_budget'

interface Rule {
  /**
   * Whether the same question may be asked again, so long as nothing of an answer was seen.
   * `refused`: yes, the engine has not begun. `unknown`: it may have, so only where asking twice
   * leaves no trace.
   */
  retry: 'never' | 'refused' | 'unknown'
  /** What it does to the breaker: counts towards it, opens it at once, or says nothing of health. */
  breaker: 'counts' | 'opens' | 'ignores'
}

/** What follows from each kind, for all makes. */
export const errorRules: Record<EngineErrorKind, Rule> = {
  auth: { retry: 'never', breaker: 'opens' },
  quota: { retry: 'never', breaker: 'opens' },
  bad_config: { retry: 'never', breaker: 'counts' },
  rate_limited: { retry: 'refused', breaker: 'ignores' },
  busy: { retry: 'refused', breaker: 'ignores' },
  content_filtered: { retry: 'never', breaker: 'ignores' },
  conversation_gone: { retry: 'never', breaker: 'ignores' },
  engine_error: { retry: 'unknown', breaker: 'counts' },
  truncated: { retry: 'unknown', breaker: 'counts' },
  timed_out: { retry: 'never', breaker: 'counts' },
  unreachable: { retry: 'refused', breaker: 'counts' },
  broken_off: { retry: 'unknown', breaker: 'counts' },
  protocol: { retry: 'never', breaker: 'counts' },
  forbidden: { retry: 'never', breaker: 'ignores' },
  resting: { retry: 'never', breaker: 'ignores' },
  full: { retry: 'never', breaker: 'ignores' },
  over_budget: { retry: 'never', breaker: 'ignores' },
}

export interface EngineErrorDetails {
  /** The vendor's own code; empty when there is none. */
  code?: string
  /** The vendor's name of this call, to ask its support with. */
  traceId?: string
  /** HTTP status, 0 when there was none. */
  status?: number
  /** How long the engine asks us to wait. */
  retryAfterMs?: number | undefined
}

/**
 * An engine did not answer, or not wholly. The message has the vendor's own words and its log id
 * for the console, and never a key; visitors are not shown it.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly kind: EngineErrorKind
  readonly code: string
  readonly traceId: string
  readonly status: number
  readonly retryAfterMs: number | undefined

  constructor(kind: EngineErrorKind, message: string, details: EngineErrorDetails = {}) {
    super(message)
    this.kind = kind
    this.code = details.code ?? ''
    this.traceId = details.traceId ?? ''
    this.status = details.status ?? 0
    this.retryAfterMs = details.retryAfterMs
  }
}

/** Whether it failed by a refusal of our own, so that nothing was sent. */
export function isUnsent(error: unknown): boolean {
  return error instanceof EngineError && unsent.has(error.kind)
}

const unsent: ReadonlySet<EngineErrorKind> = new Set([
  'resting',
  'full',
  'over_budget',
  'forbidden',
])
