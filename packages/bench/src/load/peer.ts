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
  /** Sends a request; its answer goes to `onAnswer`, or to whoever awaits `ask`. */
  send(body: ClientBody): void
  /** One request, one answer of the named kind. */
  ask<Answer extends ServerBody['$case']>(
    body: ClientBody,
    answer: Answer,
  ): Promise<ServerBodyOf<Answer>>
  onAnswer: (body: ServerBody) => void
  onPush: (body: ServerBody) => void
  close(): void
}

interface PeerOptions {
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

  function ask<Answer extends ServerBody['$case']>(body: ClientBody, answer: Answer) {
    return new Promise<ServerBodyOf<Answer>>((resolve, reject) => {
      lastRequestId += 1
      asked.set(lastRequestId, (answered) => {
        if (answered.$case === answer) resolve(answered.value as never)
        else if (answered.$case !== 'error') reject(new Error(`answered by ${answered.$case}`))
        else reject(new Refusal(answered.value.reason as RefusalReason, answered.value.message))
      })
      socket.send(encodeClientFrame(lastRequestId, body))
    })
  }

  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  // What is lost with a connection shows in the figures.
  socket.on('error', () => {})
  const peer: Peer = {
    welcome: undefined as never,
    send(body) {
      lastRequestId += 1
      socket.send(encodeClientFrame(lastRequestId, body))
    },
    ask,
    onAnswer() {},
    onPush() {},
    close: () => socket.terminate(),
  }
  socket.on('message', (data: Buffer) => {
    const { requestId, body } = decodeServerFrame(data)
    if (body === undefined) return
    if (requestId === 0) {
      peer.onPush(body)
      return
    }
    const settle = asked.get(requestId)
    if (settle === undefined) {
      peer.onAnswer(body)
      return
    }
    asked.delete(requestId)
    settle(body)
  })
  const welcome = await ask(
    {
      $case: 'hello',
      value: {
        protocolVersion: PROTOCOL_VERSION,
        protocolVersionMin: PROTOCOL_VERSION_MIN,
        client: 'bench',
        locale: 'zh-CN',
        credential,
      },
    },
    'welcome',
  )
  return Object.assign(peer, { welcome })
}
