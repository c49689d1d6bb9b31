import type { ClientBody, Message, ServerBody } from '@parley/protocol'
import { startProcess } from '../../server/tests/_harness/process.ts'
import { hireStaff } from '../../server/tests/_harness/staff.ts'
import { gatherCast } from '../src/load/cast.ts'
import { createReceiver } from '../src/load/receiver.ts'
import { type Peer, type PeerKind, type Setting, unheard } from './peer.ts'

/** Parley with its own defaults: no limit is lifted for a measurement. */
export const parley: PeerKind = { about: 'Parley as it comes', start }

async function start({ folder, visitors: count, agents }: Setting): Promise<Peer> {
  await using opened = new AsyncDisposableStack()
  const { channelId, emails } = await hireStaff(folder, agents)
  const server = opened.use(await startProcess('start', folder))
  const cast = opened.use(await gatherCast({ url: server.url, channelId, emails, visitors: count }))
  const { visitors } = cast
  const indexes = new Map(visitors.map(({ conversationId }, index) => [conversationId, index]))
  /** Request id of each visitor's message 0: the others follow it without a gap. */
  const firstRequests: number[] = []

  function answered(visitor: number, number: number, body: ServerBody): void {
    if (body.$case === 'posted') peer.onAck(visitor, number)
    else if (body.$case === 'error') peer.onRefusal(visitor, number, body.value.reason)
  }

  function received({ conversationId, clientId, seq }: Message): void {
    const visitor = indexes.get(conversationId)
    const number = Number(clientId)
    // What opened the conversation has no number, nor do the notes of its events.
    if (visitor === undefined || clientId === '' || Number.isNaN(number)) return
    peer.onReceipt(visitor, number, seq)
  }

  for (const [index, visitor] of visitors.entries()) {
    visitor.peer.onAnswer = (requestId, body) =>
      answered(index, requestId - (firstRequests[index] ?? 0), body)
  }
  for (const agent of cast.agents) createReceiver(agent, received)
  const closing = opened.move()
  const peer: Peer = {
    ...unheard(),
    pid: server.pid,
    send(visitor, number, text) {
      const { peer: end, conversationId } = visitors[visitor] as (typeof visitors)[number]
      const requestId = end.send(post(conversationId, number, text))
      firstRequests[visitor] ??= requestId - number
    },
    kill: server.kill,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
  return peer
}

function post(conversationId: string, number: number, text: string): ClientBody {
  const content = { $case: 'text', value: { text } } as const
  return { $case: 'post', value: { conversationId, clientId: String(number), content } }
}
