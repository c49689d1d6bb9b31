import { startProcess } from '../../server/tests/_harness/process.ts'
import { hireStaff } from '../../server/tests/_harness/staff.ts'
import { gatherCast } from '../src/load/cast.ts'
import type { Received } from '../src/load/peer.ts'
import { createReceiver } from '../src/load/receiver.ts'
import { encodeText } from '../src/wire/post.ts'
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
  /** Encoded once, because the same few are sent again and again. */
  const texts = new Map<string, Buffer>()

  function encodeOnce(text: string): Buffer {
    const encoded = texts.get(text) ?? encodeText(text)
    texts.set(text, encoded)
    return encoded
  }

  function received({ conversationId, clientId, seq }: Received): void {
    const visitor = indexes.get(conversationId)
    const number = Number(clientId)
    // What opened the conversation has no number, nor do the notes of its events.
    if (visitor === undefined || clientId === '' || Number.isNaN(number)) return
    peer.onReceipt(visitor, number, seq)
  }

  for (const [index, visitor] of visitors.entries()) {
    visitor.peer.onPosted = (number) => peer.onAck(index, number)
    visitor.peer.onRefused = (number, reason) => peer.onRefusal(index, number, reason)
  }
  for (const agent of cast.agents) createReceiver(agent.peer, received)
  const closing = opened.move()
  const peer: Peer = {
    ...unheard(),
    pid: server.pid,
    send(visitor, number, text) {
      const { peer: end, conversation } = visitors[visitor] as (typeof visitors)[number]
      end.post(conversation, number, encodeOnce(text))
    },
    kill: server.kill,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
  return peer
}
