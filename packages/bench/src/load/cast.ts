import { signInStaff } from '../../../server/tests/_harness/staff.ts'
import { connectPeer, type Peer } from './peer.ts'

/** Visitors with a conversation each, and the agents who have taken them in turn. */
export interface Cast extends Disposable {
  visitors: readonly { peer: Peer; conversationId: string }[]
  agents: readonly Peer[]
}

export interface CastOptions {
  url: string
  channelId: string
  /** Of agents that exist, one for each to connect. */
  emails: readonly string[]
  visitors: number
}

/** Visitors who come at a time. */
const VISITORS_AT_ONCE = 32

/** The server takes many sign-ins from one address at once for somebody who guesses. */
const AGENTS_AT_ONCE = 1

/** Connects everybody; resolves when each visitor's conversation is open with an agent. */
export async function gatherCast({
  url,
  channelId,
  emails,
  visitors: count,
}: CastOptions): Promise<Cast> {
  using opened = new DisposableStack()
  const open = (peer: Peer) => opened.adopt(peer, () => peer.close())

  async function joinAgent(email: string): Promise<Peer> {
    const cookie = await signInStaff(url, email)
    return open(await connectPeer({ url, credential: { $case: 'agent', value: {} }, cookie }))
  }

  async function joinVisitor(index: number) {
    const credential = { $case: 'visitor', value: { channelId, visitorToken: '' } } as const
    const peer = open(await connectPeer({ url, credential }))
    const { conversation } = await peer.ask(
      { $case: 'startConversation', value: { clientId: 'start', text: { text: '你好' } } },
      'conversationStarted',
    )
    const conversationId = conversation?.id ?? ''
    await (agents[index % agents.length] as Peer).ask(
      {
        $case: 'changeConversation',
        value: { conversationId, change: { $case: 'take', value: {} } },
      },
      'done',
    )
    return { peer, conversationId }
  }

  const agents = await inTurns(emails.length, AGENTS_AT_ONCE, (index) =>
    joinAgent(emails[index] as string),
  )
  const visitors = await inTurns(count, VISITORS_AT_ONCE, joinVisitor)
  const closing = opened.move()
  return { visitors, agents, [Symbol.dispose]: () => closing.dispose() }
}

/** Does a number of things, some at a time; results are in the order of their numbers. */
export async function inTurns<Value>(
  count: number,
  atOnce: number,
  act: (index: number) => Promise<Value>,
) {
  const results: Value[] = []
  for (let first = 0; first < count; first += atOnce) {
    const length = Math.min(atOnce, count - first)
    results.push(...(await Promise.all(Array.from({ length }, (_, index) => act(first + index)))))
  }
  return results
}
