import { signInStaff } from '../../../server/tests/_harness/staff.ts'
import { encodeConversation } from '../wire/post.ts'
import { startHeart } from './heart.ts'
import { Peer } from './peer.ts'

/** Visitors with a conversation each, and the agents who have taken them in turn. */
export interface Cast extends Disposable {
  visitors: Visitor[]
  agents: Agent[]
}

/** The agent number `index % agents` has taken the conversation. */
export interface Visitor {
  peer: Peer
  conversationId: string
  /** The conversation's id as posts carry it. */
  conversation: Buffer
  /** Lets a new connection in as the same visitor. */
  token: string
}

export interface Agent {
  peer: Peer
  /** Lets a new connection in as the same agent. */
  cookie: string
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
export async function gatherCast(options: CastOptions): Promise<Cast> {
  const { url, channelId, emails, visitors: count } = options
  const cast = { visitors: [] as Visitor[], agents: [] as Agent[] }
  using opened = new DisposableStack()
  const opening: Peer[] = []
  opened.defer(() => {
    for (const peer of opening) peer.close()
    for (const { peer } of [...cast.visitors, ...cast.agents]) peer.close()
  })

  cast.agents = await inTurns(emails.length, AGENTS_AT_ONCE, async (index) => {
    const agent = await joinAgent(url, await signInStaff(url, emails[index] as string))
    opening.push(agent.peer)
    return agent
  })

  async function joinWithConversation(index: number): Promise<Visitor> {
    const { peer, token } = await joinVisitor({ url, channelId })
    opening.push(peer)
    const { conversation } = await peer.ask(
      { $case: 'startConversation', value: { clientId: 'start', text: { text: '你好' } } },
      'conversationStarted',
    )
    const conversationId = conversation?.id ?? ''
    await (cast.agents[index % cast.agents.length] as Agent).peer.ask(
      {
        $case: 'changeConversation',
        value: { conversationId, change: { $case: 'take', value: {} } },
      },
      'done',
    )
    return { peer, conversationId, conversation: encodeConversation(conversationId), token }
  }
  cast.visitors = await inTurns(count, VISITORS_AT_ONCE, joinWithConversation)

  const [first] = cast.agents
  if (first !== undefined) {
    opened.use(
      startHeart(first.peer.welcome.heartbeatMs, function* () {
        for (const { peer } of cast.visitors) yield peer
        for (const { peer } of cast.agents) yield peer
      }),
    )
  }
  opening.length = 0
  const closing = opened.move()
  return Object.assign(cast, { [Symbol.dispose]: () => closing.dispose() })
}

/** Connects an agent who has signed in before. */
export async function joinAgent(url: string, cookie: string): Promise<Agent> {
  const credential = { $case: 'agent', value: {} } as const
  return { peer: await Peer.connect({ url, credential, cookie }), cookie }
}

/** Connects a visitor: a new one, or one who has a token from before. */
export async function joinVisitor(options: {
  url: string
  channelId: string
  token?: string
}): Promise<{ peer: Peer; token: string }> {
  const { url, channelId, token = '' } = options
  const credential = { $case: 'visitor', value: { channelId, visitorToken: token } } as const
  const peer = await Peer.connect({ url, credential })
  const { who } = peer.welcome
  return { peer, token: who?.$case === 'visitor' ? who.value.visitorToken : '' }
}

/** Does a number of things, some at a time; results are in the order of their numbers. */
export async function inTurns<Value>(
  count: number,
  atOnce: number,
  act: (index: number) => Promise<Value>,
) {
  const results: Value[] = Array.from({ length: count })
  let next = 0
  const work = async () => {
    for (let index = next++; index < count; index = next++) results[index] = await act(index)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work))
  return results
}
