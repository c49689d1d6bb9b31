/**
 * Why a call did not come through.
 *
 * - `refused`: the policy forbids it, or the call could not be made of what it was given. The same
 *   call fails again until somebody changes a setting.
 * - `unreachable`: no name, no connection or no trusted certificate. Nothing was sent.
 * - `timed_out`: no answer, or none that went on, in time. The other side may have acted.
 * - `broken_off`: the connection ended early, or what came was no HTTP. It may have acted.
 * - `too_large`: the answer has more bytes than the policy takes.
 */
export type OutsideErrorKind = 'refused' | 'unreachable' | 'timed_out' | 'broken_off' | 'too_large'

/**
 * A call that did not come through. The message says what to do and names the host at most: never
 * a path, a header, a key or a body, so it may be logged and shown to who set the address.
 */
export class OutsideError extends Error {
  override readonly name = 'OutsideError'
  readonly kind: OutsideErrorKind
  /**
   * The system's word for it, such as ECONNREFUSED; empty when there is none. A refusal that is
   * `REDIRECTED` came only after the first host was called.
   */
  readonly code: string

  constructor(kind: OutsideErrorKind, message: string, code = '') {
    super(message)
    this.kind = kind
    this.code = code
  }
}

/** What a failure of the HTTP client is in our words; its own may quote what nobody should read. */
export function toOutsideError(error: unknown, host: string): OutsideError {
  if (error instanceof OutsideError) return error
  const code = codeOf(error)
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return new OutsideError('too_large', `${host} sent headers of more than 64 KB.`, code)
  }
  if (code === 'UND_ERR_BODY_TIMEOUT') {
    return new OutsideError(
      'timed_out',
      `${host} stopped in the middle of its answer. Try again, or raise the time-out.`,
      code,
    )
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return new OutsideError('refused', `The call to ${host} is not valid HTTP.`, code)
  }
  if (notSent.has(code)) {
    return new OutsideError(
      'unreachable',
      `${host} cannot be reached (${code}). Check the address, and that this machine may call it.`,
      code,
    )
  }
  if (/CERT|_TLS_|SSL/.test(code)) {
    return new OutsideError(
      'unreachable',
      `The certificate of ${host} is not trusted (${code}). If its authority is your own, name it in NODE_EXTRA_CA_CERTS.`,
      code,
    )
  }
  return new OutsideError('broken_off', `The connection to ${host} broke off. Try again.`, code)
}

/** Failures of finding or connecting to a host; a reset may come later, so it is not among them. */
const notSent = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ENODATA',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EACCES',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_MAX_ORIGINS_REACHED',
])

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}
