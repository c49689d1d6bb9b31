import { inTurns } from '../../src/load/cast.ts'
import { WireSocket } from '../../src/wire/socket.ts'
import { type Peer, type PeerKind, type Setting, unheard } from '../peer.ts'
import { startProgram } from '../program.ts'
import {
  encodeConnect,
  encodePong,
  encodePost,
  readPacket,
  type SocketIoListener,
} from './packets.ts'

const PROGRAM = new URL('server.ts', import.meta.url)

/** Engine.IO, version 4, over a WebSocket from the start. */
const PATH = '/socket.io/?EIO=4&transport=websocket'

/** Visitors who come at a time. */
const VISITORS_AT_ONCE = 32

/** Socket.IO with JSON and SQLite, and one transaction for each message. */
export const socketIo: PeerKind = {
  about: 'Socket.IO, JSON, SQLite: one transaction a message',
  start: (setting) => start(setting, 'each'),
}

/** The same with a group commit. */
export const socketIoGroupCommit: PeerKind = {
  about: 'the same, with one transaction for what gathered meanwhile',
  start: (setting) => start(setting, 'in-groups'),
}

async function start(setting: Setting, commits: 'each' | 'in-groups'): Promise<Peer> {
  await using opened = new AsyncDisposableStack()
  const program = opened.use(await startProgram(PROGRAM, [setting.folder, commits]))
  const url = `http://127.0.0.1:${program.port}`

  async function join(role: 'visitor' | 'agent', handlers: Partial<SocketIoListener>) {
    const connected = Promise.withResolvers<void>()
    const listener: SocketIoListener = {
      onConnected: connected.resolve,
      onPing: () => wire.write(encodePong()),
      onAnswer() {},
      onMessage() {},
      onEvent() {},
      ...handlers,
    }
    const wire = await WireSocket.open(
      { url, path: PATH },
      {
        onPayload: (bytes, from, to) => readPacket(bytes, from, to, listener),
        // What is lost with a connection shows in the figures.
        onClose() {},
      },
    )
    opened.defer(() => wire.destroy())
    wire.write(encodeConnect({ role }))
    await connected.promise
    return wire
  }

  async function joinVisitor(index: number) {
    const started = Promise.withResolvers<string>()
    const wire = await join('visitor', {
      onEvent: (json) => started.resolve(JSON.parse(json)[1].conversationId),
      onAnswer(number, json) {
        if (json.startsWith('[{"seq":')) peer.onAck(index, number)
        else peer.onRefusal(index, number, JSON.parse(json)[0].error)
      },
    })
    const conversationId = await started.promise
    conversations.set(conversationId, index)
    return { wire, conversationJson: JSON.stringify(conversationId) }
  }

  const joinAgent = () =>
    join('agent', {
      onMessage(conversationId, number, seq) {
        const index = conversations.get(conversationId)
        if (index !== undefined) peer.onReceipt(index, number, seq)
      },
    })

  const conversations = new Map<string, number>()
  await inTurns(setting.agents, 1, joinAgent)
  const visitors = await inTurns(setting.visitors, VISITORS_AT_ONCE, joinVisitor)
  /** Encoded once, because the same few are sent again and again. */
  const texts = new Map<string, string>()
  const closing = opened.move()
  const peer: Peer = {
    ...unheard(),
    pid: program.pid,
    send(visitor, number, text) {
      const { wire, conversationJson } = visitors[visitor] as (typeof visitors)[number]
      wire.write(
        encodePost(number, conversationJson, texts.getOrInsertComputed(text, JSON.stringify)),
      )
    },
    kill: program.kill,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
  return peer
}
