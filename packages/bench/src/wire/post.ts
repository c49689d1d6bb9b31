import { headBytes, opcodes, sealFrame } from './frames.ts'

/** Tags of `ClientFrame.request_id` and `post`, and of `Post`. */
const REQUEST_ID = (1 << 3) | 0
const POST = (4 << 3) | 2
const CONVERSATION_ID = (1 << 3) | 2
const CLIENT_ID = (2 << 3) | 2

/** `Post.content` as a text; the field of every post that says the same. */
export function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text)
  const inner = [(1 << 3) | 2, ...varint(bytes.length)]
  return Buffer.from([(3 << 3) | 2, ...varint(inner.length + bytes.length), ...inner, ...bytes])
}

/** `Post.content` as the file that was uploaded with the same `client_id`. */
export const uploadedFile = Buffer.from([(5 << 3) | 2, 0])

/** `Post.conversation_id`; the field of every post into the same conversation. */
export function encodeConversation(conversationId: string): Buffer {
  const bytes = Buffer.from(conversationId)
  return Buffer.from([CONVERSATION_ID, ...varint(bytes.length), ...bytes])
}

/**
 * A whole WebSocket frame with a post, put together from parts that were encoded before. `number` is
 * its `client_id`, in decimal.
 */
export function encodePost(
  requestId: number,
  conversation: Buffer,
  number: number,
  content: Buffer,
): Buffer {
  const digits = decimalDigits(number)
  const postBytes = conversation.length + 2 + digits + content.length
  const payloadBytes = 1 + varintBytes(requestId) + 1 + varintBytes(postBytes) + postBytes
  let at = headBytes(payloadBytes)
  const frame = Buffer.allocUnsafe(at + payloadBytes)
  frame[at] = REQUEST_ID
  at = writeVarint(frame, at + 1, requestId)
  frame[at] = POST
  at = writeVarint(frame, at + 1, postBytes)
  frame.set(conversation, at)
  at += conversation.length
  frame[at] = CLIENT_ID
  frame[at + 1] = digits
  at += 2
  let rest = number
  for (let place = at + digits - 1; place >= at; place -= 1) {
    frame[place] = 0x30 + (rest % 10)
    rest = Math.floor(rest / 10)
  }
  frame.set(content, at + digits)
  sealFrame(frame, payloadBytes, opcodes.binary)
  return frame
}

function decimalDigits(number: number): number {
  let digits = 1
  for (let bound = 10; number >= bound; bound *= 10) digits += 1
  return digits
}

function varintBytes(value: number): number {
  let bytes = 1
  for (let bound = 128; value >= bound; bound *= 128) bytes += 1
  return bytes
}

function writeVarint(into: Buffer, from: number, value: number): number {
  let [at, rest] = [from, value]
  while (rest >= 0x80) {
    into[at] = (rest & 0x7f) | 0x80
    at += 1
    rest >>>= 7
  }
  into[at] = rest
  return at + 1
}

function varint(value: number): number[] {
  const bytes = Buffer.alloc(varintBytes(value))
  writeVarint(bytes, 0, value)
  return [...bytes]
}
