import {
  type ClientBody,
  isRefusalReason,
  Refusal,
  type ServerBody,
  type ServerBodyOf,
} from '@parley/protocol'
import type { Environment } from './socket.ts'

/** A request whose answer never came. Whether it was carried out is unknown: ask again. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** The requests of one connection that have no answer yet, over all of its sockets. */
export interface Requests {
  /** Of a request that is awaited elsewhere. Ids are never used twice. */
  takeId(): number
  /**
   * Settles with the answer. Rejects with `Refusal` when it is an error, and with `ConnectionLost`
   * when none came in time.
   */
  add<Answer extends ServerBody['$case']>(
    body: ClientBody,
    answer: Answer,
  ): Promise<ServerBodyOf<Answer>>
  /** Sends those that were not sent yet, in the order in which they were added. */
  sendAll(): void
  settle(requestId: number, body: ServerBody): void
  /** Those that were sent have lost their answer; the others wait for the next socket. */
  loseSent(): void
  loseAll(message: string): void
}

interface Waiting {
  body: ClientBody
  answer: ServerBody['$case']
  resolve: (value: never) => void
  reject: (error: Error) => void
  timer: unknown
  isSent: boolean
}

export function createRequests(options: {
  environment: Environment
  timeoutMs: number
  send: (requestId: number, body: ClientBody) => void
}): Requests {
  const { timeoutMs, send } = options
  const { setTimer, clearTimer } = options.environment
  const waiting = new Map<number, Waiting>()
  let lastId = 0

  function takeId(): number {
    lastId += 1
    return lastId
  }

  function take(requestId: number): Waiting | undefined {
    const request = waiting.get(requestId)
    waiting.delete(requestId)
    clearTimer(request?.timer)
    return request
  }

  return {
    takeId,
    add<Answer extends ServerBody['$case']>(body: ClientBody, answer: Answer) {
      return new Promise<ServerBodyOf<Answer>>((resolve, reject) => {
        const requestId = takeId()
        const expire = () => take(requestId)?.reject(new ConnectionLost('No answer came in time.'))
        waiting.set(requestId, {
          body,
          answer,
          resolve: resolve as (value: never) => void,
          reject,
          timer: setTimer(expire, timeoutMs),
          isSent: false,
        })
      })
    },
    sendAll() {
      for (const [requestId, request] of waiting) {
        if (request.isSent) continue
        request.isSent = true
        send(requestId, request.body)
      }
    },
    settle(requestId, body) {
      const request = take(requestId)
      if (request === undefined) return
      const { answer, resolve, reject } = request
      if (body.$case === answer) resolve(body.value as never)
      else if (body.$case === 'error') reject(toRefusal(body.value))
      else reject(new Error(`the answer is a ${body.$case} instead of a ${answer}`))
    },
    loseSent() {
      for (const [requestId, { isSent }] of waiting) {
        if (!isSent) continue
        take(requestId)?.reject(
          new ConnectionLost('The connection was lost before the answer came.'),
        )
      }
    },
    loseAll(message) {
      for (const requestId of waiting.keys()) take(requestId)?.reject(new ConnectionLost(message))
    },
  }
}

/** A reason that only a newer server knows becomes `internal`. */
export function toRefusal(error: ServerBodyOf<'error'>): Refusal {
  const { reason, message, retryAfterMs } = error
  return new Refusal(isRefusalReason(reason) ? reason : 'internal', message, { retryAfterMs })
}
