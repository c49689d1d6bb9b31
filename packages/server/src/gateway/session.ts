import {
  type CloseReason,
  closeCodes,
  encodeServerFrame,
  type Refusal,
  refusals,
  type ServerBody,
  WATCHED_MAX,
} from '@parley/protocol'
import { Outbox, type SocketLike } from './outbox.ts'
import type { AgentIdentity, GatewayObserver, VisitorIdentity } from './ports.ts'
import { RateLimit } from './rate-limit.ts'

/** Whom a connection belongs to. Nobody, until its hello was accepted. */
export type Who =
  | { role: 'nobody' }
  | ({ role: 'visitor' } & VisitorIdentity)
  | ({ role: 'agent' } & AgentIdentity)

/** What the upgrade request told. */
export interface Upgrade {
  cookieHeader: string | undefined
  /** The Origin header; undefined when the client is no browser. */
  origin: string | undefined
  host: string
  userAgent: string
}

/** WebSocket's own close code (RFC 6455, section 7.4.1). */
const MESSAGE_TOO_BIG = 1009

/** How often a client may be told to slow down before it is closed. */
const RATE_REFUSALS_MAX = 500

/** One connection: who it is, what it watches, what waits for it. */
export class Session {
  who: Who = { role: 'nobody' }
  /** Whether a hello is being looked at: a second one is refused. */
  isGreeting = false
  /** Whether it hears that routing's board is another one. */
  isWatchingBoard = false
  /** Requests that have no answer yet. */
  requestsInFlight = 0
  /** Set while the file of a post is looked up; never rejects. */
  preparing: Promise<void> | undefined
  /** Of these, chunks of uploads. */
  chunksInFlight = 0
  lastReceivedAt: number
  /** Since when the outbox has been waiting without a break; 0 when it is not. */
  waitingSince = 0
  readonly upgrade: Upgrade
  readonly outbox: Outbox
  readonly #socket: SocketLike
  readonly #observer: GatewayObserver
  #rate: RateLimit
  #rateRefusals = 0
  #watched: Set<string> | undefined
  #uploads: Set<string> | undefined
  #isClosed = false

  constructor(
    socket: SocketLike,
    upgrade: Upgrade,
    options: { outboxBytesMax: number; framesPerSecondMax: number },
    observer: GatewayObserver,
    now: number,
  ) {
    this.#socket = socket
    this.#observer = observer
    this.upgrade = upgrade
    this.lastReceivedAt = now
    this.#rate = new RateLimit(options.framesPerSecondMax, now)
    this.outbox = new Outbox(socket, options.outboxBytesMax, {
      encodeBehind: (conversationId, lastSeq) =>
        encodeServerFrame(0, { $case: 'behind', value: { conversationId, lastSeq } }),
      dropped: (frames) => observer.transientDropped(frames),
      overflowed: () => this.close('slow_consumer'),
    })
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  get watched(): Iterable<string> {
    return this.#watched ?? []
  }

  /** Uploads of this connection that are under way, by client_id. */
  get uploads(): Set<string> {
    this.#uploads ??= new Set()
    return this.#uploads
  }

  /** Sets the limit that fits who it turned out to be. */
  limitFrames(perSecond: number, now: number): void {
    this.#rate = new RateLimit(perSecond, now)
  }

  /** 0 when one more frame is within the limit, else the milliseconds to wait. */
  takeFrame(now: number): number {
    const waitMs = this.#rate.take(now)
    if (waitMs > 0) {
      this.#rateRefusals += 1
      if (this.#rateRefusals > RATE_REFUSALS_MAX) this.close('overloaded')
    }
    return waitMs
  }

  answer(requestId: number, body: ServerBody): void {
    if (!this.#isClosed) this.outbox.answer(encodeServerFrame(requestId, body))
  }

  refuse(requestId: number, { reason, message, retryAfterMs }: Refusal): void {
    this.#observer.refused(reason)
    this.answer(requestId, {
      $case: 'error',
      value: { code: refusals[reason].code, reason, message, retryAfterMs },
    })
  }

  /**
   * Remembers one more watched conversation; returns the one to let go of when there were too
   * many.
   */
  watch(conversationId: string): string | undefined {
    this.#watched ??= new Set()
    this.#watched.delete(conversationId)
    this.#watched.add(conversationId)
    if (this.#watched.size <= WATCHED_MAX) return undefined
    const [oldest] = this.#watched
    if (oldest !== undefined) this.#watched.delete(oldest)
    return oldest
  }

  unwatch(conversationId: string): void {
    this.#watched?.delete(conversationId)
  }

  /** Closes with the code of the reason. Frames that arrive later are not looked at. */
  close(reason: CloseReason): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const { code, reason: text } = closeCodes[reason]
    this.#socket.close(code, text)
  }

  /** Closes as WebSocket says for a message that is longer than this side takes. */
  closeTooLarge(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#socket.close(MESSAGE_TOO_BIG, 'The frame is too large.')
  }

  /** The socket is gone. */
  closed(): void {
    this.#isClosed = true
  }

  terminate(): void {
    this.#socket.terminate()
  }
}
