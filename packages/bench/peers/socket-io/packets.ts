import { encodeFrame, opcodes } from '../../src/wire/frames.ts'

/** Socket.IO's wire: the type of the Engine.IO packet, then that of the Socket.IO packet in it. */
const CONNECT = '40'
const EVENT = '42'

/** The same in bytes. */
const PING = 0x32
const MESSAGE = 0x34
const CONNECTED = 0x30
const PUSHED = 0x32
const ANSWERED = 0x33
const BRACKET = 0x5b
const DIGIT_0 = 0x30

/** What stands in a push before its text: the server writes it in this order. */
const PUSH = /^\["message",\{"conversationId":"([^"]+)","seq":(\d+),"clientId":"(\d+)"/
const PUSH_LENGTH_MAX = 200

/** What a connection brings. */
export interface SocketIoListener {
  onConnected(): void
  /** The server asks for a sign of life: a `pong`. */
  onPing(): void
  /** The answer to the event with this id: an array in JSON. */
  onAnswer(id: number, json: string): void
  /** A message, of which no more than this is read. */
  onMessage(conversationId: string, number: number, seq: number): void
  /** Any other event: an array in JSON. */
  onEvent(json: string): void
}

const encodeText = (packet: string) => encodeFrame(Buffer.from(packet), opcodes.text)

export const encodeConnect = (auth: object) => encodeText(`${CONNECT}${JSON.stringify(auth)}`)

export const encodePong = () => encodeText('3')

/** An event "post"; both strings are JSON already, and the same ones again and again. */
export function encodePost(id: number, conversationJson: string, textJson: string): Buffer {
  return encodeText(
    `${EVENT}${id}["post",{"conversationId":${conversationJson},"clientId":"${id}","text":${textJson}}]`,
  )
}

/** Reads a packet where it stands, and no more of it than a load needs. */
export function readPacket(
  bytes: Buffer,
  from: number,
  to: number,
  listener: SocketIoListener,
): void {
  if (bytes[from] === PING) listener.onPing()
  if (bytes[from] !== MESSAGE) return
  const kind = bytes[from + 1]
  let at = from + 2
  if (kind === CONNECTED) listener.onConnected()
  else if (kind === PUSHED) {
    const push = PUSH.exec(bytes.toString('latin1', at, Math.min(to, at + PUSH_LENGTH_MAX)))
    if (push === null) listener.onEvent(bytes.toString('utf8', at, to))
    else listener.onMessage(push[1] as string, Number(push[3]), Number(push[2]))
  } else if (kind === ANSWERED) {
    let id = 0
    for (; bytes[at] !== BRACKET && at < to; at += 1) id = id * 10 + (bytes[at] as number) - DIGIT_0
    listener.onAnswer(id, bytes.toString('latin1', at, to))
  }
}
