import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { SocketLike } from './outbox.ts'

/** First byte of a frame that is whole and binary (RFC 6455, 5.2). */
const BINARY_FRAME = 0x82

/** More than this does not wait for the end of the turn. */
const GATHERED_BYTES_MAX = 32_768

interface Gathering {
  frames: Uint8Array[]
  bytes: number
  readonly socket: Socket
}

/** Connections that have something for the end of this turn of the event loop. */
let gathered: Gathering[] = []

/**
 * The sending side of a connection. What is sent within one turn of the event loop leaves as one
 * write, because the system call costs more than all else about a frame: a visitor's ack and push
 * go together, and so do all pushes for one agent. Frames of a server are not masked, so they are
 * put together here; the library keeps everything else of the protocol.
 */
export function createSocket(webSocket: WebSocket, socket: Socket): SocketLike {
  const gathering: Gathering = { frames: [], bytes: 0, socket }

  return {
    send(bytes) {
      if (webSocket.readyState !== webSocket.OPEN) return
      if (gathering.frames.length === 0) {
        if (gathered.length === 0) setImmediate(writeAll)
        gathered.push(gathering)
      }
      gathering.frames.push(bytes)
      gathering.bytes += bytes.byteLength + headerBytes(bytes.byteLength)
      if (gathering.bytes > GATHERED_BYTES_MAX) write(gathering)
    },
    close(code, reason) {
      write(gathering)
      webSocket.close(code, reason)
    },
    terminate: () => webSocket.terminate(),
    get bufferedBytes() {
      return socket.writableLength
    },
  }
}

function writeAll(): void {
  const all = gathered
  gathered = []
  for (const gathering of all) write(gathering)
}

function write(gathering: Gathering): void {
  const { frames, bytes, socket } = gathering
  if (frames.length === 0) return
  gathering.frames = []
  gathering.bytes = 0
  if (!socket.writable) return
  const together = Buffer.allocUnsafe(bytes)
  let at = 0
  for (const frame of frames) {
    at = writeHeader(together, at, frame.byteLength)
    together.set(frame, at)
    at += frame.byteLength
  }
  socket.write(together)
}

function headerBytes(length: number): number {
  if (length < 126) return 2
  return length < 65_536 ? 4 : 10
}

function writeHeader(target: Buffer, at: number, length: number): number {
  target[at] = BINARY_FRAME
  if (length < 126) {
    target[at + 1] = length
    return at + 2
  }
  if (length < 65_536) {
    target[at + 1] = 126
    return target.writeUInt16BE(length, at + 2)
  }
  target[at + 1] = 127
  return target.writeBigUInt64BE(BigInt(length), at + 2)
}
