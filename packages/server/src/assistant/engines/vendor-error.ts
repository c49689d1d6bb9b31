import { EngineError, type EngineErrorKind } from './engine-error.ts'
import { at, textAt } from './json.ts'

/** What the codes of one make mean; what is not named is told by the HTTP status. */
export type VendorCodes = Readonly<Record<string, EngineErrorKind>>

export interface VendorFailure {
  status: number
  /** The body, parsed where it was JSON. */
  body: unknown
  /** The answer's headers, where there are any. */
  headers?: Headers | undefined
}

const MESSAGE_LENGTH_MAX = 500

/**
 * Reads a failure in any of the forms that engines write: `{error: {code, type, message}}`,
 * `{code, msg}`, `{code, message}`, `{detail}`, a chat with `last_error`, text, or a proxy's page.
 */
export function toEngineError(codes: VendorCodes, failure: VendorFailure): EngineError {
  const { status, body, headers } = failure
  const holder = [at(body, 'last_error'), at(body, 'error'), body].find(
    (part) => textAt(part, 'code') !== '' || textAt(part, 'message') !== '',
  )
  const said = holder ?? body
  const code = textAt(said, 'code') || textAt(body, 'error_code') || textAt(said, 'type')
  const type = textAt(said, 'type')
  const message =
    textAt(said, 'message') ||
    textAt(said, 'msg') ||
    textAt(body, 'error_message') ||
    textAt(body, 'error') ||
    textAt(body, 'detail') ||
    textAt(body, 'detail', 0, 'msg') ||
    textAt(said, 'statusText') ||
    (typeof body === 'string' ? withoutTags(body) : '')
  const traceId =
    textAt(body, 'detail', 'logid') ||
    headers?.get('x-tt-logid') ||
    headers?.get('x-request-id') ||
    textAt(body, 'request_id')
  const kind =
    codes[code] ??
    codes[type] ??
    kindOfStatus(Number(code)) ??
    // An event of a stream has a status of its own.
    kindOfStatus(Number(textAt(said, 'status'))) ??
    kindOfStatus(status)
  return new EngineError(kind ?? 'engine_error', sentence(message, code, status, traceId ?? ''), {
    code,
    status,
    traceId: traceId ?? '',
    retryAfterMs: retryAfter(headers),
  })
}

/** What an HTTP status means, also one that stands in a body; undefined for those of success. */
function kindOfStatus(status: number): EngineErrorKind | undefined {
  if (!(status >= 300 && status <= 599)) return undefined
  if (status === 401 || status === 403) return 'auth'
  if (status === 402) return 'quota'
  if (status === 429) return 'rate_limited'
  if (status === 408 || status === 409 || status === 503 || status === 529) return 'busy'
  return status < 500 ? 'bad_config' : 'engine_error'
}

function sentence(message: string, code: string, status: number, traceId: string): string {
  const facts = [
    code === '' ? '' : `code ${code}`,
    status === 0 ? '' : `HTTP ${status}`,
    traceId === '' ? '' : `log id ${traceId}`,
  ].filter((fact) => fact !== '')
  const words = message.trim().slice(0, MESSAGE_LENGTH_MAX) || 'It gave no reason.'
  return facts.length === 0 ? words : `${words} (${facts.join(', ')})`
}

function withoutTags(page: string): string {
  const text = page.slice(0, 5_000).replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/g, ' ')
  return text.replace(/\s+/g, ' ')
}

function retryAfter(headers: Headers | undefined): number | undefined {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN)
  if (ms >= 0) return ms
  const written = headers?.get('retry-after') ?? ''
  if (/^\d+(\.\d+)?$/.test(written)) return Number(written) * 1_000
  const date = Date.parse(written)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}
