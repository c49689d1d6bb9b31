import {
  type ClientBody,
  decodeServerFrame,
  encodeClientFrame,
  PROTOCOL_VERSION,
  PROTOCOL_VERSION_MIN,
  type ServerBody,
  type ServerFrame,
} from '@parley/protocol'
import { WebSocket } from 'ws'
import { until } from './wait.ts'

/** A socket that does just what a test tells it to, right or wrong. */
export interface RawClient {
  readonly socket: WebSocket
  /** Everything that came, in order. */
  readonly frames: ServerFrame[]
  /** Set once it is closed. */
  readonly closed: { code: number; reason: string } | undefined
  sendBytes(bytes: Uint8Array): void
  send(requestId: number, body: ClientBody): void
  /** Sends a request and resolves with its one answer. */
  ask(requestId: number, body: ClientBody): Promise<ServerBody>
  /** The answer to a request that was sent. */
  answer(requestId: number): Promise<ServerBody>
  closing(): Promise<{ code: number; reason: string }>
}

export async function openRaw(
  url: string,
  headers: Record<string, string> = {},
): Promise<RawClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers })
  const frames: ServerFrame[] = []
  let closed: RawClient['closed']
  socket.on('message', (data: Buffer) => frames.push(decodeServerFrame(data)))
  socket.on('close', (code, reason) => {
    closed = { code, reason: reason.toString() }
  })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  // A test may break its own connection; the close tells of it.
  socket.on('error', () => {})
  const client: RawClient = {
    socket,
    frames,
    get closed() {
      return closed
    },
    sendBytes: (bytes) => socket.send(bytes),
    send: (requestId, body) => socket.send(encodeClientFrame(requestId, body)),
    ask(requestId, body) {
      client.send(requestId, body)
      return client.answer(requestId)
    },
    answer: (requestId) =>
      until(
        `request ${requestId} is answered`,
        () => frames.find((frame) => frame.requestId === requestId)?.body,
      ),
    closing: () => until('the connection is closed', () => closed),
  }
  return client
}

export function hello(credential: Extract<ClientBody, { $case: 'hello' }>['value']['credential']) {
  return {
    $case: 'hello',
    value: {
      protocolVersion: PROTOCOL_VERSION,
      protocolVersionMin: PROTOCOL_VERSION_MIN,
      client: 'raw',
      locale: 'en',
      credential,
    },
  } as const
}

export function visitorHello(channelId: string, visitorToken = '') {
  return hello({ $case: 'visitor', value: { channelId, visitorToken } })
}

export const agentHello = hello({ $case: 'agent', value: {} })

/** A visitor's socket that has been welcomed, by request 1. */
export async function openVisitor(url: string, channelId: string): Promise<RawClient> {
  const client = await openRaw(url)
  await client.ask(1, visitorHello(channelId))
  return client
}

/** The same for the visitor of a token, or a new one; brings the token that names it from now on. */
export async function openAs(
  url: string,
  channelId: string,
  visitorToken: string,
): Promise<{ client: RawClient; token: string }> {
  const client = await openRaw(url)
  const body = await client.ask(1, visitorHello(channelId, visitorToken))
  const who = body.$case === 'welcome' ? body.value.who : undefined
  return { client, token: who?.$case === 'visitor' ? who.value.visitorToken : '' }
}
