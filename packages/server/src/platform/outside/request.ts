import { OutsideError } from './outside-error.ts'

/** What a call sends; the same words as in `fetch`. A body is read whole before it leaves. */
export interface OutsideInit {
  method?: string
  headers?: RequestInit['headers']
  body?: RequestInit['body']
  signal?: AbortSignal | null
}

/** A call, ready to be made. */
export interface Call {
  method: string
  headers: Record<string, string>
  body: string | Uint8Array | null
  signal: AbortSignal | undefined
  /** Whether making it twice changes nothing. */
  isRepeatable: boolean
  /** The same call with no header that could hold a secret. */
  withoutSecrets(): Call
}

/** Say how the connection is used or whom it is for; that is not for the caller to say. */
const ownHeaders = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Say nothing of who calls. */
const plainHeaders = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent'])

/** @throws {OutsideError} `refused` when there is something in it that HTTP cannot carry. */
export async function toCall(init: OutsideInit = {}, host: string): Promise<Call> {
  const method = (init.method ?? 'GET').toUpperCase()
  const headers = toHeaders(init.headers, host)
  let body: Call['body'] = null
  if (typeof init.body === 'string' || init.body instanceof Uint8Array) body = init.body
  else if (init.body !== undefined && init.body !== null) {
    const form = new Response(init.body)
    body = await form.bytes()
    const type = form.headers.get('content-type')
    if (type !== null && !headers.has('content-type')) headers.set('content-type', type)
  }
  if (typeof body === 'string' && !headers.has('content-type')) {
    headers.set('content-type', 'text/plain;charset=UTF-8')
  }
  const entries = [...headers]
  const call: Call = {
    method,
    headers: Object.fromEntries(entries),
    body,
    signal: init.signal ?? undefined,
    isRepeatable: method === 'GET' || method === 'HEAD',
    withoutSecrets: () => ({
      ...call,
      headers: Object.fromEntries(entries.filter(([name]) => plainHeaders.has(name))),
    }),
  }
  return call
}

function toHeaders(written: RequestInit['headers'], host: string): Headers {
  let headers: Headers
  try {
    headers = new Headers(written)
  } catch {
    // The error itself would quote the header, which may be a key.
    throw new OutsideError(
      'refused',
      `A header for ${host} has letters that HTTP cannot carry. Check the key that was set.`,
    )
  }
  for (const name of headers.keys()) {
    if (!ownHeaders.has(name)) continue
    throw new OutsideError('refused', `The header ${name} cannot be set. Leave it out.`)
  }
  headers.set('accept-encoding', 'identity')
  if (!headers.has('user-agent')) headers.set('user-agent', 'Parley')
  return headers
}
