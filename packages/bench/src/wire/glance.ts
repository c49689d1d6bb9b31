/** Field numbers and wire types of `ServerFrame` and its parts, as tags. */
const REQUEST_ID = (1 << 3) | 0
const POSTED = (5 << 3) | 2
const MESSAGE_POSTED = (20 << 3) | 2
const MESSAGE = (1 << 3) | 2
const CONVERSATION_ID = (1 << 3) | 2
const SEQ = (2 << 3) | 0
const CLIENT_ID = (3 << 3) | 2

/** What a load needs to know of a server's frame; everything else of it stays undecoded. */
export interface Glance {
  kind: 'posted' | 'message' | 'other'
  /** 0 for a push. */
  requestId: number
  /** Of a message alone. */
  conversationId: string
  seq: number
  clientId: string
}

export const emptyGlance = (): Glance => ({
  kind: 'other',
  requestId: 0,
  conversationId: '',
  seq: 0,
  clientId: '',
})

/** Where the reader stands; one for all, because reading is never interrupted. */
let at = 0

/** Reads of a frame's bytes what is in a `Glance`, into one that is used again and again. */
export function glance(bytes: Buffer, from: number, to: number, into: Glance): void {
  into.kind = 'other'
  into.requestId = 0
  at = from
  while (at < to) {
    const tag = readNumber(bytes)
    if (tag === REQUEST_ID) into.requestId = readNumber(bytes)
    else if (tag === MESSAGE_POSTED) {
      readPosted(bytes, endOf(bytes), into)
    } else {
      if (tag === POSTED) into.kind = 'posted'
      skip(bytes, tag & 7)
    }
  }
}

function readPosted(bytes: Buffer, end: number, into: Glance): void {
  into.kind = 'message'
  into.conversationId = ''
  into.seq = 0
  into.clientId = ''
  while (at < end) {
    const tag = readNumber(bytes)
    if (tag !== MESSAGE) {
      skip(bytes, tag & 7)
      continue
    }
    const messageEnd = endOf(bytes)
    while (at < messageEnd) {
      const inner = readNumber(bytes)
      if (inner === SEQ) into.seq = readNumber(bytes)
      else if (inner === CONVERSATION_ID) into.conversationId = readAscii(bytes)
      else if (inner === CLIENT_ID) into.clientId = readAscii(bytes)
      else skip(bytes, inner & 7)
    }
  }
}

function endOf(bytes: Buffer): number {
  const length = readNumber(bytes)
  return at + length
}

/** An id: the protocol allows ASCII in them alone. */
function readAscii(bytes: Buffer): string {
  const end = endOf(bytes)
  const start = at
  at = end
  return bytes.toString('latin1', start, end)
}

/** A varint below 2⁵³. */
function readNumber(bytes: Buffer): number {
  let value = (bytes[at] as number) & 0x7f
  let factor = 128
  while ((bytes[at] as number) >= 0x80) {
    at += 1
    value += ((bytes[at] as number) & 0x7f) * factor
    factor *= 128
  }
  at += 1
  return value
}

function skip(bytes: Buffer, wireType: number): void {
  if (wireType === 0) {
    while ((bytes[at] as number) >= 0x80) at += 1
    at += 1
  } else if (wireType === 2) at = endOf(bytes)
  else if (wireType === 5) at += 4
  else if (wireType === 1) at += 8
  else throw new Error(`wire type ${wireType} at ${at}`)
}
