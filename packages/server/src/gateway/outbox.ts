/** The few things of a socket that the gateway uses, so that any WebSocket library fits. */
export interface SocketLike {
  /** Hands bytes over; never throws once the socket is closing. */
  send(bytes: Uint8Array): void
  close(code: number, reason: string): void
  /** Ends the connection without waiting for the other side. */
  terminate(): void
  /** Bytes handed over that the network has not taken yet. */
  readonly bufferedBytes: number
}

/** Bytes that may wait inside the socket before frames wait here instead. */
const SOCKET_BYTES_MAX = 65_536

/** Conversations that may be behind at once; beyond it the client starts over. */
const BEHIND_MAX = 1_000

interface Queued {
  bytes: Uint8Array
  isTransient: boolean
}

export interface OutboxOwner {
  /** A frame that tells the client to catch up with the log. */
  encodeBehind(conversationId: string, lastSeq: number): Uint8Array
  /** Transient frames gave way. */
  dropped(frames: number): void
  /** The client takes too little: it is to be closed and may come back. */
  overflowed(): void
}

/**
 * What waits for one connection, in order and bounded. As long as the socket takes bytes nothing
 * waits here. Past the bound, transient frames give way, oldest first; durable messages are never
 * dropped but taken back: their conversation is marked behind, and once the queue has drained the
 * client is told to fetch from the log. Answers always wait, because each request gets one; a
 * client that asks on without reading is closed.
 */
export class Outbox {
  readonly #socket: SocketLike
  readonly #bytesMax: number
  readonly #owner: OutboxOwner
  #queue: Queued[] = []
  #queuedBytes = 0
  #behind: Map<string, number> | undefined

  constructor(socket: SocketLike, bytesMax: number, owner: OutboxOwner) {
    this.#socket = socket
    this.#bytesMax = bytesMax
    this.#owner = owner
  }

  get queuedBytes(): number {
    return this.#queuedBytes
  }

  get isWaiting(): boolean {
    return this.#queue.length > 0
  }

  /** An answer to a request. */
  answer(bytes: Uint8Array): void {
    if (this.#sendsNow(bytes)) return
    this.#enqueue(bytes, false)
    if (this.#queuedBytes > 2 * this.#bytesMax) this.#owner.overflowed()
  }

  /** A frame that a newer one makes worthless: typing, presence, lists. */
  offerTransient(bytes: Uint8Array): void {
    if (this.#sendsNow(bytes)) return
    if (!this.#makesRoom(bytes.byteLength)) {
      this.#owner.dropped(1)
      return
    }
    this.#enqueue(bytes, true)
  }

  /** A message of the log. */
  offerDurable(bytes: Uint8Array, conversationId: string, seq: number): void {
    if (this.#behind?.has(conversationId)) {
      this.#behind.set(conversationId, seq)
      return
    }
    if (this.#sendsNow(bytes)) return
    if (this.#makesRoom(bytes.byteLength)) {
      this.#enqueue(bytes, false)
      return
    }
    this.#behind ??= new Map()
    this.#behind.set(conversationId, seq)
    if (this.#behind.size > BEHIND_MAX) this.#owner.overflowed()
  }

  /** The socket took what it had: goes on with what waits here. */
  drain(): void {
    let sent = 0
    for (const { bytes } of this.#queue) {
      if (this.#socket.bufferedBytes > SOCKET_BYTES_MAX) break
      this.#socket.send(bytes)
      this.#queuedBytes -= bytes.byteLength
      sent += 1
    }
    if (sent > 0) this.#queue.splice(0, sent)
    if (this.#queue.length > 0 || this.#behind === undefined) return
    for (const [conversationId, lastSeq] of this.#behind) {
      this.#enqueue(this.#owner.encodeBehind(conversationId, lastSeq), false)
    }
    this.#behind = undefined
    this.drain()
  }

  #sendsNow(bytes: Uint8Array): boolean {
    if (this.#queue.length > 0 || this.#socket.bufferedBytes > SOCKET_BYTES_MAX) return false
    this.#socket.send(bytes)
    return true
  }

  #enqueue(bytes: Uint8Array, isTransient: boolean): void {
    this.#queue.push({ bytes, isTransient })
    this.#queuedBytes += bytes.byteLength
  }

  /** Lets transient frames go, oldest first, until `byteLength` more fit. */
  #makesRoom(byteLength: number): boolean {
    const excess = this.#queuedBytes + byteLength - this.#bytesMax
    if (excess <= 0) return true
    let freed = 0
    let dropped = 0
    const kept: Queued[] = []
    for (const queued of this.#queue) {
      if (queued.isTransient && freed < excess) {
        freed += queued.bytes.byteLength
        dropped += 1
      } else kept.push(queued)
    }
    if (dropped === 0) return false
    this.#queue = kept
    this.#queuedBytes -= freed
    this.#owner.dropped(dropped)
    return freed >= excess
  }
}
