import { isRefusalReason, Refusal } from '@parley/protocol'
import type { ErrorBody } from '@parley/protocol/rest'

/** Called when a request was refused because nobody is signed in. */
let onSignedOut = () => {}

/** Says what happens when the session is over. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/**
 * One request to the REST API. Resolves with its answer. `signal` gives it up: that rejects, too.
 *
 * @throws {Refusal} what the server refused; `overloaded` when it could not be reached.
 */
export async function api<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  } catch {
    throw new Refusal('overloaded', 'The server cannot be reached. Try again in a moment.')
  }
  if (response.status === 204) return undefined as Answer
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer as Answer
  const { reason = 'internal', message = '', retryAfterMs = 0 } = (answer ?? {}) as ErrorBody
  if (reason === 'not_signed_in') onSignedOut()
  throw new Refusal(isRefusalReason(reason) ? reason : 'internal', message, { retryAfterMs })
}
