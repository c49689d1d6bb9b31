import { setTimeout as sleep } from 'node:timers/promises'
import {
  type ClientBody,
  type ClientBodyOf,
  decodeServerFrame,
  encodeClientFrame,
  PROTOCOL_VERSION,
  PROTOCOL_VERSION_MIN,
  Refusal,
  type RefusalReason,
  type ServerBody,
  type ServerBodyOf,
} from '@parley/protocol'
import { encodeFrame } from '../wire/frames.ts'
import { emptyGlance, glance } from '../wire/glance.ts'
import { encodePost } from '../wire/post.ts'
import { WireSocket } from '../wire/socket.ts'

/** What a load reads of a message. */
export interface Received {
  conversationId: string
  seq: number
  clientId: string
}

export interface PeerOptions {
  url: string
  credential: ClientBodyOf<'hello'>['credential']
  cookie?: string
}

/** Request ids from here on belong to posts: this one to message 0 of its visitor, and so on. */
const POSTS_FROM = 1_000_000

const heartbeat = encodeClientFrame(0, { $case: 'heartbeat', value: {} })

/** One glance for all connections, because reading one is never interrupted. */
const seen = emptyGlance()

/** Widest gap that is kept between requests after the server asked to slow down. */
const GAP_MS_MAX = 50

const ignore = () => {}

/** One end of the wire, as cheap as can be: it neither reconnects nor keeps anything. */
export class Peer {
  /** The server's welcome, which is there from the start. */
  welcome: ServerBodyOf<'welcome'> = undefined as never
  /** The post with this number is on disk. */
  onPosted: (number: number) => void = ignore
  /** The post with this number was turned away by a clear answer. */
  onRefused: (number: number, reason: string) => void = ignore
  /** A message was pushed. */
  onMessage: (message: Received) => void = ignore
  /** Words of an answer that is being written. */
  onDraft: (text: string) => void = ignore
  /** What this end could not take stands in the log, up to this seq. */
  onBehind: (conversationId: string, lastSeq: number) => void = ignore
  /** The server stops, and asks to come again after so long. */
  onDraining: (reconnectAfterMs: number) => void = ignore
  /** The connection is gone, whoever ended it. */
  onClose: (code: number) => void = ignore
  isOpen = true
  #wire: WireSocket | undefined
  #asked: Map<number, PromiseWithResolvers<ServerBody>> | undefined
  #lastRequestId = 0
  /** Kept between requests, since the server asked to slow down; 0 until then. */
  #gapMs = 0
  #nextAt = 0

  /** Connects and says hello. @throws {Refusal} when the server turns it away. */
  static async connect(options: PeerOptions): Promise<Peer> {
    const { url, credential, cookie } = options
    const peer = new Peer()
    peer.#wire = await WireSocket.open(
      {
        url,
        headers: cookie === undefined ? {} : { Cookie: cookie, Origin: url },
      },
      {
        onPayload: (bytes, from, to) => peer.#take(bytes, from, to),
        onClose: (code) => peer.#closed(code),
      },
    )
    const hello = {
      protocolVersion: PROTOCOL_VERSION,
      protocolVersionMin: PROTOCOL_VERSION_MIN,
      client: 'bench',
      locale: 'zh-CN',
      credential,
    }
    try {
      peer.welcome = await peer.ask({ $case: 'hello', value: hello }, 'welcome')
    } catch (error) {
      peer.close()
      throw error
    }
    return peer
  }

  /**
   * Posts a message, of which conversation and content were encoded before; `number` becomes its
   * `client_id` and comes back with the answer.
   */
  post(conversation: Buffer, number: number, content: Buffer): void {
    this.#wire?.write(encodePost(POSTS_FROM + number, conversation, number, content))
  }

  heartbeat(): void {
    this.#wire?.write(encodeFrame(heartbeat))
  }

  /**
   * One request, one answer of the named kind. When the server asks to slow down, it waits, asks
   * again, and goes on more slowly.
   *
   * @throws {Refusal} any other one. @throws {Error} when the connection ends before the answer.
   */
  async ask<Answer extends ServerBody['$case']>(
    body: ClientBody,
    answer: Answer,
  ): Promise<ServerBodyOf<Answer>> {
    for (;;) {
      if (this.#gapMs > 0) await this.#waitForTurn()
      const answered = await this.#request(body)
      if (answered.$case === answer) return answered.value as never
      if (answered.$case !== 'error') throw new Error(`answered by ${answered.$case}`)
      const { reason, message, retryAfterMs } = answered.value
      if (reason !== 'too_many_requests') throw new Refusal(reason as RefusalReason, message)
      this.#gapMs = Math.min(GAP_MS_MAX, Math.max(this.#gapMs, retryAfterMs))
      await sleep(retryAfterMs)
    }
  }

  /** Ends the connection at once. */
  close(): void {
    this.#wire?.destroy()
  }

  async #waitForTurn(): Promise<void> {
    const now = performance.now()
    this.#nextAt = Math.max(now, this.#nextAt) + this.#gapMs
    await sleep(this.#nextAt - now)
  }

  #request(body: ClientBody): Promise<ServerBody> {
    if (!this.isOpen) return Promise.reject(new Error('the connection is gone'))
    this.#lastRequestId += 1
    const request = Promise.withResolvers<ServerBody>()
    this.#asked ??= new Map()
    this.#asked.set(this.#lastRequestId, request)
    this.#wire?.write(encodeFrame(encodeClientFrame(this.#lastRequestId, body)))
    return request.promise
  }

  #take(bytes: Buffer, from: number, to: number): void {
    glance(bytes, from, to, seen)
    if (seen.kind === 'message') this.onMessage(seen)
    else if (seen.kind === 'posted' && seen.requestId >= POSTS_FROM) {
      this.onPosted(seen.requestId - POSTS_FROM)
    } else this.#decode(bytes.subarray(from, to))
  }

  #decode(bytes: Buffer): void {
    const { requestId, body } = decodeServerFrame(bytes)
    if (body === undefined) return
    const asked = this.#asked?.get(requestId)
    if (asked !== undefined) {
      this.#asked?.delete(requestId)
      if (this.#asked?.size === 0) this.#asked = undefined
      asked.resolve(body)
    } else if (body.$case === 'error' && requestId >= POSTS_FROM) {
      this.onRefused(requestId - POSTS_FROM, body.value.reason)
    } else if (body.$case === 'behind') {
      this.onBehind(body.value.conversationId, body.value.lastSeq)
    } else if (body.$case === 'answerDrafted') {
      this.onDraft(body.value.text)
    } else if (body.$case === 'draining') this.onDraining(body.value.reconnectAfterMs)
  }

  #closed(code: number): void {
    this.isOpen = false
    for (const { reject } of this.#asked?.values() ?? []) {
      reject(new Error(`the connection was closed with ${code}`))
    }
    this.#asked = undefined
    this.onClose(code)
  }
}
