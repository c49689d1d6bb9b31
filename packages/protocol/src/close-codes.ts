/**
 * Why a socket was closed. The range carries the rule: 4000–4499 reconnect (with backoff),
 * 4500–4999 stay away, because the same client would be closed again.
 */
export const closeCodes = {
  draining: { code: 4001, reason: 'The server stops; reconnect.' },
  slow_consumer: { code: 4002, reason: 'The client reads too slowly; reconnect and catch up.' },
  idle_timeout: { code: 4003, reason: 'Nothing was received for too long.' },
  hello_timeout: { code: 4004, reason: 'No hello in time.' },
  overloaded: { code: 4005, reason: 'Too many connections; reconnect later.' },
  internal: { code: 4006, reason: 'The server failed; reconnect.' },
  bad_frame: { code: 4500, reason: 'The bytes are not a frame.' },
  unsupported_version: { code: 4501, reason: 'The protocol version is not supported.' },
  not_signed_in: { code: 4502, reason: 'The credentials are not accepted.' },
  signed_out: { code: 4503, reason: 'The session was ended.' },
  origin_not_allowed: { code: 4504, reason: 'The origin is not allowed.' },
} as const

export type CloseReason = keyof typeof closeCodes

/** Whether a client may reconnect after this close code. Codes of the network itself allow it. */
export function mayReconnect(code: number): boolean {
  return code < 4500
}
