/** Kinds of WebSocket frames (RFC 6455, section 5.2) that either side sends. */
export const opcodes = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

const FINAL = 0x80
const MASKED = 0x80
const LENGTH_16 = 126
const LENGTH_64 = 127
const LENGTH_7_MAX = 125
const LENGTH_16_MAX = 65_535
const MASK_BYTES = 4

/** How many bytes stand before a client's payload of so many bytes. */
export function headBytes(payloadBytes: number): number {
  if (payloadBytes <= LENGTH_7_MAX) return 2 + MASK_BYTES
  return payloadBytes <= LENGTH_16_MAX ? 4 + MASK_BYTES : 10 + MASK_BYTES
}

let lastMask = 0x9e37_79b9

/** Any mask but 0: with that a server has nothing to undo, and would look cheaper than it is. */
function nextMask(): number {
  lastMask ^= lastMask << 13
  lastMask ^= lastMask >>> 17
  lastMask ^= lastMask << 5
  return lastMask
}

/**
 * Makes a client's frame in place: the payload stands from `headBytes(payloadBytes)` on; its head is
 * written before it, and it is masked.
 */
export function sealFrame(frame: Buffer, payloadBytes: number, opcode: number): void {
  const head = headBytes(payloadBytes)
  frame[0] = FINAL | opcode
  if (payloadBytes <= LENGTH_7_MAX) frame[1] = MASKED | payloadBytes
  else if (payloadBytes <= LENGTH_16_MAX) {
    frame[1] = MASKED | LENGTH_16
    frame.writeUInt16BE(payloadBytes, 2)
  } else {
    frame[1] = MASKED | LENGTH_64
    frame.writeBigUInt64BE(BigInt(payloadBytes), 2)
  }
  const mask = nextMask()
  const [a, b, c, d] = [mask >>> 24, (mask >>> 16) & 0xff, (mask >>> 8) & 0xff, mask & 0xff]
  frame[head - 4] = a
  frame[head - 3] = b
  frame[head - 2] = c
  frame[head - 1] = d
  const end = head + payloadBytes
  let at = head
  for (; at + 4 <= end; at += 4) {
    frame[at] = (frame[at] as number) ^ a
    frame[at + 1] = (frame[at + 1] as number) ^ b
    frame[at + 2] = (frame[at + 2] as number) ^ c
    frame[at + 3] = (frame[at + 3] as number) ^ d
  }
  if (at < end) frame[at] = (frame[at] as number) ^ a
  if (at + 1 < end) frame[at + 1] = (frame[at + 1] as number) ^ b
  if (at + 2 < end) frame[at + 2] = (frame[at + 2] as number) ^ c
}

/** A client's frame around a copy of the payload. */
export function encodeFrame(payload: Uint8Array, opcode: number = opcodes.binary): Buffer {
  const head = headBytes(payload.length)
  const frame = Buffer.allocUnsafe(head + payload.length)
  frame.set(payload, head)
  sealFrame(frame, payload.length, opcode)
  return frame
}

/**
 * Calls `onFrame` with the payload's place for each whole frame of a server in `bytes`; returns where
 * the rest begins, which is less than a frame.
 *
 * @throws {Error} when the bytes are no frames of a server: masked, in parts, or of a length past
 * 2³².
 */
export function forEachFrame(
  bytes: Buffer,
  onFrame: (opcode: number, bytes: Buffer, from: number, to: number) => void,
): number {
  let at = 0
  while (bytes.length - at >= 2) {
    const first = bytes[at] as number
    let length = bytes[at + 1] as number
    if ((first & FINAL) === 0 || (length & MASKED) !== 0) {
      throw new Error('a frame in parts or masked, which this server does not send')
    }
    let from = at + 2
    if (length === LENGTH_16) {
      if (bytes.length - at < 4) break
      length = bytes.readUInt16BE(from)
      from += 2
    } else if (length === LENGTH_64) {
      if (bytes.length - at < 10) break
      if (bytes.readUInt32BE(from) !== 0) throw new Error('a frame longer than any that is sent')
      length = bytes.readUInt32BE(from + 4)
      from += 8
    }
    const to = from + length
    if (to > bytes.length) break
    onFrame(first & 0x0f, bytes, from, to)
    at = to
  }
  return at
}
