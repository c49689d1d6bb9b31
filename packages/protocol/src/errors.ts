/**
 * Every reason for which Parley refuses a request: one row per reason, the only place where a
 * number is chosen. Codes are never reused; `docs/protocol.md` lists them and a test compares.
 *
 * `retry` tells a client what to do: `never` (the request is wrong), `later` (after
 * `retryAfterMs`), `resume` (reconnect and continue from the last `seq`).
 */
export const refusals = {
  bad_frame: { code: 1001, http: 400, retry: 'never' },
  unknown_frame: { code: 1002, http: 400, retry: 'never' },
  unsupported_version: { code: 1003, http: 426, retry: 'never' },
  frame_too_large: { code: 1004, http: 413, retry: 'never' },
  not_signed_in: { code: 1101, http: 401, retry: 'never' },
  not_allowed: { code: 1102, http: 403, retry: 'never' },
  not_found: { code: 1103, http: 404, retry: 'never' },
  bad_credentials: { code: 1104, http: 401, retry: 'never' },
  origin_not_allowed: { code: 1105, http: 403, retry: 'never' },
  invite_not_valid: { code: 1106, http: 410, retry: 'never' },
  text_too_long: { code: 1201, http: 413, retry: 'never' },
  text_empty: { code: 1202, http: 400, retry: 'never' },
  bad_input: { code: 1203, http: 400, retry: 'never' },
  conflict: { code: 1204, http: 409, retry: 'never' },
  file_too_large: { code: 1205, http: 413, retry: 'never' },
  file_type_not_allowed: { code: 1206, http: 415, retry: 'never' },
  file_empty: { code: 1207, http: 400, retry: 'never' },
  file_missing: { code: 1208, http: 409, retry: 'never' },
  upload_mismatch: { code: 1209, http: 409, retry: 'never' },
  too_many_requests: { code: 1301, http: 429, retry: 'later' },
  too_many_conversations: { code: 1302, http: 429, retry: 'later' },
  overloaded: { code: 1303, http: 503, retry: 'later' },
  draining: { code: 1304, http: 503, retry: 'resume' },
  too_many_uploads: { code: 1305, http: 429, retry: 'later' },
  internal: { code: 1401, http: 500, retry: 'later' },
  storage_unavailable: { code: 1402, http: 503, retry: 'later' },
} as const satisfies Record<
  string,
  { code: number; http: number; retry: 'never' | 'later' | 'resume' }
>

export type RefusalReason = keyof typeof refusals

/** A refusal: expected, safe to show, changes nothing. Any other error is a bug and stays inside. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly reason: RefusalReason
  /** How long to wait before another try, in milliseconds; 0 when trying again does not help. */
  readonly retryAfterMs: number

  constructor(reason: RefusalReason, message: string, options: { retryAfterMs?: number } = {}) {
    super(message)
    this.reason = reason
    this.retryAfterMs = options.retryAfterMs ?? (refusals[reason].retry === 'never' ? 0 : 1_000)
  }
}

/** Whether this reason is one that Parley knows; a newer server may send others. */
export function isRefusalReason(reason: string): reason is RefusalReason {
  return Object.hasOwn(refusals, reason)
}
