import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { encodeFrame, forEachFrame, opcodes } from './frames.ts'

/** What every WebSocket server mixes into its answer to an upgrade (RFC 6455, section 1.3). */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** The same for all connections: it proves that the server speaks the protocol, nothing more. */
const KEY = randomBytes(16).toString('base64')
const ACCEPT = createHash('sha1').update(`${KEY}${ACCEPT_GUID}`).digest('base64')

/** All connections read into the same bytes, one after the other. */
const readBuffer = Buffer.allocUnsafe(262_144)

/** The socket was closed without a close frame (RFC 6455, section 7.4.1). */
const ABNORMAL_CLOSE = 1006

const HEAD_END = Buffer.from('\r\n\r\n')

export interface WireOptions {
  /** Of the server: "http://127.0.0.1:8080". */
  url: string
  /** What is asked for; "/ws" when left out. */
  path?: string
  headers?: Record<string, string>
}

/** What a connection hands on. */
export interface WireListener {
  /** A frame's payload, binary or text; the bytes are good only during the call. */
  onPayload(bytes: Buffer, from: number, to: number): void
  /** Once, when the connection is gone. */
  onClose(code: number): void
}

/**
 * A WebSocket client with only what a load needs, so that it costs a small part of what the server
 * costs: reads of all connections share their bytes, and what is sent within one turn of the event
 * loop's microtasks leaves in one write. No extensions, no frames in parts.
 */
export class WireSocket {
  readonly #socket: Socket
  readonly #listener: WireListener
  #rest: Buffer | undefined
  #isUpgraded = false
  #closeCode = ABNORMAL_CLOSE
  #waiting: Buffer[] = []

  private constructor(socket: Socket, listener: WireListener) {
    this.#socket = socket
    this.#listener = listener
  }

  /** Resolves when the server has taken the upgrade. @throws {Error} with its status when not. */
  static async open(options: WireOptions, listener: WireListener): Promise<WireSocket> {
    const { hostname, port, host } = new URL(options.url)
    const { promise: upgraded, resolve, reject } = Promise.withResolvers<void>()
    let wire: WireSocket | undefined
    const socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback(length: number) {
          try {
            if (wire?.read(readBuffer.subarray(0, length)) === true) resolve()
          } catch (error) {
            socket.destroy(error as Error)
          }
          return true
        },
      },
    })
    wire = new WireSocket(socket, listener)
    const own = wire
    let error: Error | undefined
    socket.on('error', (cause) => {
      error = cause
    })
    socket.once('close', () => {
      reject(error ?? new Error('the connection was closed before its upgrade'))
      if (own.#isUpgraded) listener.onClose(own.#closeCode)
    })
    // Its rejection is that of the upgrade.
    await once(socket, 'connect').catch(() => {})
    const headers = Object.entries(options.headers ?? {}).map(
      ([name, value]) => `${name}: ${value}`,
    )
    socket.write(
      [
        `GET ${options.path ?? '/ws'} HTTP/1.1`,
        `Host: ${host}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${KEY}`,
        ...headers,
        '',
        '',
      ].join('\r\n'),
    )
    await upgraded
    return wire
  }

  /** Takes what was read; says whether this read brought the upgrade. */
  private read(chunk: Buffer): boolean {
    const rest = this.#rest
    this.#rest = undefined
    let bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk])
    const isUpgrading = !this.#isUpgraded
    if (isUpgrading) {
      const end = bytes.indexOf(HEAD_END)
      if (end < 0) {
        this.#rest = Buffer.from(bytes)
        return false
      }
      checkUpgrade(bytes.toString('latin1', 0, end))
      this.#isUpgraded = true
      bytes = bytes.subarray(end + HEAD_END.length)
    }
    const used = forEachFrame(bytes, this.#onFrame)
    if (used < bytes.length) this.#rest = Buffer.from(bytes.subarray(used))
    return isUpgrading
  }

  readonly #onFrame = (opcode: number, bytes: Buffer, from: number, to: number): void => {
    if (opcode === opcodes.binary || opcode === opcodes.text)
      this.#listener.onPayload(bytes, from, to)
    else if (opcode === opcodes.ping) {
      this.write(encodeFrame(bytes.subarray(from, to), opcodes.pong))
    } else if (opcode === opcodes.close) {
      if (to - from >= 2) this.#closeCode = bytes.readUInt16BE(from)
      this.#socket.end(encodeFrame(bytes.subarray(from, Math.min(to, from + 2)), opcodes.close))
    }
  }

  /** Hands a whole frame over; it leaves with the others of this turn. */
  write(frame: Buffer): void {
    if (this.#waiting.push(frame) === 1) queueMicrotask(this.#flush)
  }

  readonly #flush = (): void => {
    const [first] = this.#waiting
    if (first === undefined) return
    if (this.#waiting.length === 1) this.#socket.write(first)
    else this.#socket.write(Buffer.concat(this.#waiting))
    this.#waiting.length = 0
  }

  /** Ends the connection at once. */
  destroy(): void {
    this.#socket.destroy()
  }
}

function checkUpgrade(head: string): void {
  const [status = ''] = head.split('\r\n', 1)
  const accepted = /^sec-websocket-accept: *(.+)$/im.exec(head)?.[1]?.trim()
  if (!/^HTTP\/1\.1 101 /.test(status) || accepted !== ACCEPT) {
    throw new Error(`the server did not upgrade: ${status}`)
  }
}
