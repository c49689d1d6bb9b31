/**
 * The floor's wire: a head of four 32-bit numbers and a text, the same in every direction and in the
 * log, so that nothing is translated on the way. The length counts the whole frame. A visitor sends
 * 0 as `seq`; an ack is a head alone.
 *
 *     length | conversation | number | seq | text
 */
export const HEAD_BYTES = 16

const AT_CONVERSATION = 4
const AT_NUMBER = 8
const AT_SEQ = 12

/** The first frame of a connection has one of these in the place of `seq`, and no text. */
export const HELLO_VISITOR = 0xffff_fffe
export const HELLO_AGENT = 0xffff_ffff

/** A head's numbers, read where it stands. */
export const readConversation = (bytes: Buffer, at: number) =>
  bytes.readUInt32LE(at + AT_CONVERSATION)
export const readNumber = (bytes: Buffer, at: number) => bytes.readUInt32LE(at + AT_NUMBER)
export const readSeq = (bytes: Buffer, at: number) => bytes.readUInt32LE(at + AT_SEQ)
export const writeSeq = (bytes: Buffer, at: number, seq: number) =>
  bytes.writeUInt32LE(seq, at + AT_SEQ)

/** Encodes a frame with what text there is. */
export function encodeFrame(conversation: number, number: number, seq: number, text = ''): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + Buffer.byteLength(text))
  bytes.writeUInt32LE(bytes.length, 0)
  bytes.writeUInt32LE(conversation, AT_CONVERSATION)
  bytes.writeUInt32LE(number, AT_NUMBER)
  bytes.writeUInt32LE(seq, AT_SEQ)
  if (text !== '') bytes.write(text, HEAD_BYTES)
  return bytes
}

/** Calls `onFrame` for each whole frame in the bytes; returns where the rest begins. */
export function forEachFrame(
  bytes: Buffer,
  end: number,
  onFrame: (at: number, length: number) => void,
): number {
  let at = 0
  while (end - at >= HEAD_BYTES) {
    const length = bytes.readUInt32LE(at)
    // A log ends in zeros.
    if (length < HEAD_BYTES || length > end - at) break
    onFrame(at, length)
    at += length
  }
  return at
}

/**
 * Makes a taker of chunks, which calls `onFrame` for each whole frame and keeps a rest for the next
 * chunk. The bytes are the chunk's own and good only during the call.
 */
export function createFrameReader(onFrame: (bytes: Buffer, at: number, length: number) => void) {
  let rest: Buffer | undefined
  return (chunk: Buffer): void => {
    const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk])
    const at = forEachFrame(bytes, bytes.length, (start, length) => onFrame(bytes, start, length))
    rest = at === bytes.length ? undefined : Buffer.from(bytes.subarray(at))
  }
}
