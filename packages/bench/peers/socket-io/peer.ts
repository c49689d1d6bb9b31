import { inTurns } from '../../src/load/cast.ts'
import { type Peer, type PeerKind, type Setting, unheard } from '../peer.ts'
import { startProgram } from '../program.ts'
import { connectSocketIo, type SocketIoHandlers } from './client.ts'

const PROGRAM = new URL('server.ts', import.meta.url)

/** Visitors who come at a time. */
const VISITORS_AT_ONCE = 32

interface Pushed {
  conversationId: string
  clientId: string
  seq: number
}

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

  async function join(role: 'visitor' | 'agent', handlers: SocketIoHandlers) {
    const client = await connectSocketIo(program.port, { role }, handlers)
    return opened.adopt(client, () => client.close())
  }

  async function joinVisitor(index: number) {
    const started = Promise.withResolvers<string>()
    const client = await join('visitor', {
      onEvent: (_, value) => started.resolve((value as { conversationId: string }).conversationId),
      onAnswer(number, answer) {
        const { error } = answer as { error?: string }
        if (error === undefined) peer.onAck(index, number)
        else peer.onRefusal(index, number, error)
      },
    })
    const conversationId = await started.promise
    conversations.set(conversationId, index)
    return { client, conversationId }
  }

  const joinAgent = () =>
    join('agent', {
      onEvent(_, value) {
        const { conversationId, clientId, seq } = value as Pushed
        const index = conversations.get(conversationId)
        if (index !== undefined) peer.onReceipt(index, Number(clientId), seq)
      },
    })

  const conversations = new Map<string, number>()
  await inTurns(setting.agents, 1, joinAgent)
  const visitors = await inTurns(setting.visitors, VISITORS_AT_ONCE, joinVisitor)
  const closing = opened.move()
  const peer: Peer = {
    ...unheard(),
    pid: program.pid,
    send(visitor, number, text) {
      const { client, conversationId } = visitors[visitor] as (typeof visitors)[number]
      client.emit(number, 'post', { conversationId, clientId: String(number), text })
    },
    kill: program.kill,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
  return peer
}
