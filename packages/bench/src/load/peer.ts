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
import { WebSocket } from 'ws'

/** One end of the wire, as cheap as can be: it neither reconnects nor keeps anything. */
export interface Peer {
  readonly welcome: ServerBodyOf<'welcome'>
  /** Sends a request whose answer goes to `onAnswer`; returns its id, one more than the last. */
  send(body: ClientBody): number
  /**
   * One request, one answer of the named kind. When the server asks to slow down, it waits and asks
   * again.
   *
   * @throws {Refusal} any other one.
   */
  ask<Answer extends ServerBody['$case']>(
    body: ClientBody,
    answer: Answer,
  ): Promise<ServerBodyOf<Answer>>
  onAnswer: (requestId: number, body: ServerBody) => void
  onPush: (body: ServerBody) => void
  close(): void
}

export interface PeerOptions {
  url: string
  credential: ClientBodyOf<'hello'>['credential']
  cookie?: string
}

/** Connects and says hello. @throws {Refusal} when the server turns it away. */
export async function connectPeer({ url, credential, cookie }: PeerOptions): Promise<Peer> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, {
    headers: cookie === undefined ? {} : { cookie, origin: url },
    perMessageDeflate: false,
  })
  const asked = new Map<number, (body: ServerBody) => void>()
  let lastRequestId = 0

  function send(body: ClientBody): number {
    lastRequestId += 1
    socket.send(encodeClientFrame(lastRequestId, body))
    return lastRequestId
  }

  async function ask<Answer extends ServerBody['$case']>(
    body: ClientBody,
    answer: Answer,
  ): Promise<ServerBodyOf<Answer>> {
    for (;;) {
      const answered = await new Promise<ServerBody>((resolve) => {
        asked.set(lastRequestId + 1, resolve)
        send(body)
      })
      if (answered.$case === answer) return answered.value as never
      if (answered.$case !== 'error') throw new Error(`answered by ${answered.$case}`)
      const { reason, message, retryAfterMs } = answered.value
      if (reason !== 'too_many_requests') throw new Refusal(reason as RefusalReason, message)
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs))
    }
  }

  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  // What is lost with a connection shows in the figures.
  socket.on('error', () => {})
  const peer: Peer = {
    welcome: undefined as never,
    send,
    ask,
    onAnswer() {},
    onPush() {},
    close: () => socket.terminate(),
  }
  socket.on('message', (data: Buffer) => {
    const { requestId, body } = decodeServerFrame(data)
    if (body === undefined) return
    const settle = asked.get(requestId)
    if (requestId === 0) peer.onPush(body)
    else if (settle === undefined) peer.onAnswer(requestId, body)
    else {
      asked.delete(requestId)
      settle(body)
    }
  })
  const hello = {
    protocolVersion: PROTOCOL_VERSION,
    protocolVersionMin: PROTOCOL_VERSION_MIN,
    client: 'bench',
    locale: 'zh-CN',
    credential,
  }
  return Object.assign(peer, { welcome: await ask({ $case: 'hello', value: hello }, 'welcome') })
}
