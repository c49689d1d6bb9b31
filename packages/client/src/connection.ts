import {
  type ClientBody,
  type ClientBodyOf,
  decodeServerFrame,
  encodeClientFrame,
  mayReconnect,
  PROTOCOL_VERSION,
  PROTOCOL_VERSION_MIN,
  type Refusal,
  type RefusalReason,
  refusals,
  type ServerBody,
  type ServerBodyOf,
  type ServerFrame,
} from '@parley/protocol'
import { closeReason } from './close-reason.ts'
import { ConnectionLost, createRequests, toRefusal } from './requests.ts'
import { defaultEnvironment, type Environment, openWebSocket, type SocketLike } from './socket.ts'

export type ConnectionStatus =
  | { state: 'connecting' }
  | { state: 'online' }
  /** Lost; it tries again by itself at `retryAt` (epoch milliseconds). */
  | { state: 'waiting'; retryAt: number; attempt: number }
  /** It does not try again: the server refused, or `close` was called. */
  | { state: 'stopped'; reason: RefusalReason | 'closed'; message: string }

export type Welcome = ServerBodyOf<'welcome'>

export type ConnectionEvent =
  | { type: 'status_changed'; status: ConnectionStatus }
  /** After every connect and reconnect, before requests that waited go out. */
  | { type: 'welcomed'; welcome: Welcome }
  | { type: 'pushed'; body: ServerBody }

export interface Connection {
  readonly status: ConnectionStatus
  readonly welcome: Welcome | undefined
  /** How far the server's clock is ahead of this one, in milliseconds, as of the last welcome. */
  readonly clockAheadMs: number
  /**
   * One request, one answer of the named kind. Waits until the connection is online.
   *
   * Rejects with `Refusal` when the server said no, and with `ConnectionLost` when the answer did
   * not come.
   */
  request<Answer extends ServerBody['$case']>(
    body: ClientBody,
    answer: Answer,
  ): Promise<ServerBodyOf<Answer>>
  /** A notice without an answer; dropped unless online. */
  notify(body: ClientBody): void
  /** Returns what ends the subscription. */
  subscribe(listener: (event: ConnectionEvent) => void): () => void
  /** Skips the rest of a waiting time. */
  retryNow(): void
  /** Connects anew with a fresh hello, because the credential is another one now. */
  restart(): void
  /** Closes for good. Requests that wait are rejected, no timer stays behind. */
  close(): void
}

export interface ConnectionOptions {
  url: string
  /** Asked anew for every attempt, so that a token learnt meanwhile is used. */
  hello: () => Pick<ClientBodyOf<'hello'>, 'client' | 'locale' | 'credential'>
  createSocket?: (url: string) => SocketLike
  environment?: Environment
  /** How long a request waits for its connection and its answer. @default 20_000 */
  requestTimeoutMs?: number
}

/** First and longest wait before a reconnect; each failed attempt doubles it, chance shortens it. */
const BACKOFF_MS_MIN = 500
const BACKOFF_MS_MAX = 15_000

/** How long a connect and its welcome may take. */
const CONNECT_TIMEOUT_MS = 10_000

/** How long the reply to a heartbeat may take before the peer counts as dead. */
const HEARTBEAT_TIMEOUT_MS = 8_000

/**
 * Keeps one connection to the server: says hello, gives signs of life, and comes back
 * by itself after every loss, with backoff and jitter, until it is closed or turned away.
 */
export function createConnection(options: ConnectionOptions): Connection {
  const { createSocket = openWebSocket, environment = defaultEnvironment } = options
  const { now, random, setTimer, clearTimer } = environment
  const listeners = new Set<(event: ConnectionEvent) => void>()
  const requests = createRequests({
    environment,
    timeoutMs: options.requestTimeoutMs ?? 20_000,
    send,
  })
  let status: ConnectionStatus = { state: 'connecting' }
  let welcome: Welcome | undefined
  let clockAheadMs = 0
  let socket: SocketLike | undefined
  let helloId = 0
  let attempt = 0
  /** The one timer of the state: connect time-out, next heartbeat, dead peer, or wait to retry. */
  let timer: unknown
  let isReplyDue = false
  let drainAfterMs: number | undefined

  function tell(event: ConnectionEvent): void {
    for (const listener of [...listeners]) listener(event)
  }

  function become(next: ConnectionStatus): void {
    status = next
    tell({ type: 'status_changed', status })
  }

  function restartTimer(run: () => void, ms: number): void {
    clearTimer(timer)
    timer = setTimer(run, ms)
  }

  function connect(): void {
    drainAfterMs = undefined
    isReplyDue = false
    let opened: SocketLike
    try {
      opened = createSocket(options.url)
    } catch {
      lost(1006)
      return
    }
    socket = opened
    opened.binaryType = 'arraybuffer'
    restartTimer(() => abandon(opened), CONNECT_TIMEOUT_MS)
    opened.onopen = () => {
      if (socket !== opened) return
      helloId = requests.takeId()
      send(helloId, {
        $case: 'hello',
        value: {
          protocolVersion: PROTOCOL_VERSION,
          protocolVersionMin: PROTOCOL_VERSION_MIN,
          ...options.hello(),
        },
      })
    }
    opened.onmessage = ({ data }: { data: unknown }) => {
      if (socket === opened && data instanceof ArrayBuffer) receive(new Uint8Array(data))
    }
    opened.onclose = ({ code }: { code: number }) => {
      if (socket === opened) lost(code)
    }
    // The close that follows says what there is to say.
    opened.onerror = () => {}
    become({ state: 'connecting' })
  }

  /** Gives a socket up that does not answer; its close event may take minutes. */
  function abandon(dead: SocketLike): void {
    if (socket !== dead) return
    lost(1006)
    dead.close()
  }

  function send(requestId: number, body: ClientBody): void {
    try {
      socket?.send(encodeClientFrame(requestId, body))
    } catch {
      // The socket is closing; its close event tells of it.
    }
  }

  function receive(bytes: Uint8Array): void {
    let frame: ServerFrame
    try {
      frame = decodeServerFrame(bytes)
    } catch {
      // Whoever sends this is no server of ours, or something between broke it.
      if (socket !== undefined) abandon(socket)
      return
    }
    const { requestId, body } = frame
    if (isReplyDue) awaitHeartbeat()
    // A newer server may push what this client does not know.
    if (body === undefined) return
    if (requestId !== 0 && requestId === helloId) {
      if (body.$case === 'welcome') welcomed(body.value)
      else if (body.$case === 'error') turnedAway(toRefusal(body.value))
      return
    }
    if (requestId !== 0) requests.settle(requestId, body)
    else if (body.$case === 'draining') drainAfterMs = body.value.reconnectAfterMs
    else if (body.$case !== 'heartbeatReply') tell({ type: 'pushed', body })
  }

  function welcomed(value: Welcome): void {
    welcome = value
    clockAheadMs = value.serverTime - now()
    attempt = 0
    helloId = 0
    const current = socket
    tell({ type: 'welcomed', welcome: value })
    // A listener may have restarted or closed it: then there is no socket to be online with.
    if (socket !== current) return
    awaitHeartbeat()
    requests.sendAll()
    become({ state: 'online' })
  }

  /** A hello that was refused: some reasons pass with time, the others end it. */
  function turnedAway({ reason, message, retryAfterMs }: Refusal): void {
    if (refusals[reason].retry === 'never') {
      stop(reason, message)
      return
    }
    const open = socket
    lost(1006, retryAfterMs)
    open?.close()
  }

  /**
   * The next heartbeat is due a span after the last one was replied to. The server wants a sign of
   * life also from a client to which it tells a lot.
   *
   * Started by what is heard, never by the timer itself: a browser slows timers of hidden pages
   * that start each other down to one a minute, too few for the server.
   */
  function awaitHeartbeat(): void {
    const current = socket
    isReplyDue = false
    restartTimer(() => {
      isReplyDue = true
      send(0, { $case: 'heartbeat', value: {} })
      restartTimer(() => current !== undefined && abandon(current), HEARTBEAT_TIMEOUT_MS)
    }, welcome?.heartbeatMs ?? CONNECT_TIMEOUT_MS)
  }

  function dropSocket(): void {
    clearTimer(timer)
    const dropped = socket
    socket = undefined
    if (dropped === undefined) return
    dropped.onopen = null
    dropped.onmessage = null
    dropped.onclose = null
  }

  function lost(code: number, waitMs = drainAfterMs): void {
    dropSocket()
    requests.loseSent()
    if (!mayReconnect(code)) {
      stop(closeReason(code), `closed with ${code}`)
      return
    }
    attempt += 1
    const backoffMs = Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** (attempt - 1))
    const delayMs = waitMs || Math.round(backoffMs * (0.5 + random() / 2))
    timer = setTimer(connect, delayMs)
    become({ state: 'waiting', retryAt: now() + delayMs, attempt })
  }

  function stop(reason: RefusalReason | 'closed', message: string): void {
    const open = socket
    dropSocket()
    open?.close(1000)
    requests.loseAll(message)
    become({ state: 'stopped', reason, message })
  }

  connect()

  return {
    get status() {
      return status
    },
    get welcome() {
      return welcome
    },
    get clockAheadMs() {
      return clockAheadMs
    },
    request(body, answer) {
      if (status.state === 'stopped') return Promise.reject(new ConnectionLost(status.message))
      const answered = requests.add(body, answer)
      if (status.state === 'online') requests.sendAll()
      return answered
    },
    notify(body) {
      if (status.state === 'online') send(0, body)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    retryNow() {
      if (status.state !== 'waiting') return
      clearTimer(timer)
      connect()
    },
    restart() {
      const open = socket
      dropSocket()
      open?.close(1000)
      requests.loseSent()
      attempt = 0
      connect()
    },
    close() {
      if (status.state !== 'stopped') stop('closed', 'The connection was closed.')
    },
  }
}
