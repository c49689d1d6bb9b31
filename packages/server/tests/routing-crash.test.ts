import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Connection, createConnection } from '@parley/client'
import {
  type ClientBodyOf,
  ConversationStatus,
  EventType,
  InboxView,
  type Message,
} from '@parley/protocol'
import { WebSocket } from 'ws'
import { startProcess } from './_harness/process.ts'
import { chooseSeed, createRandom } from './_harness/random.ts'
import { hireStaff, signInStaff } from './_harness/staff.ts'
import { temporaryFolder } from './_harness/temporary-folder.ts'
import { until } from './_harness/wait.ts'

const ROUNDS = 5
const VISITORS = 30
const AGENTS = 3
/** Conversations that one agent carries at once. */
const CAPACITY = 2

// Agents decline, and a kill cuts offers off: all of them come round again in time.
const patience = {
  graceMs: 2_000,
  noReplyMs: 0,
  offerMs: 5_000,
  offerAgainMs: 10_000,
  missedOffersMax: 20,
}

const settings = {
  PARLEY_ROUTING_POLICY: 'predicted',
  PARLEY_GATEWAY_FRAMES_PER_SECOND_MAX: '100000',
  PARLEY_GATEWAY_AGENT_FRAMES_PER_SECOND_MAX: '100000',
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

for (const mode of ['push', 'offer'] as const) {
  test(`a router killed again and again exceeds no capacity, gives nothing twice and forgets nobody (${mode})`, async (t) => {
    const seed = chooseSeed()
    t.diagnostic(`CRASH_SEED=${seed} repeats this run's choices`)
    const random = createRandom(seed)
    await using folder = await temporaryFolder()
    const { channelId, emails } = await hireStaff(folder.path, AGENTS)
    await using server = await startProcess('start', folder.path, settings)
    const { url } = server
    const cookies = await Promise.all(emails.map((email) => signInStaff(url, email)))
    const set = await fetch(`${url}/api/routing`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', cookie: cookies[0] ?? '' },
      body: JSON.stringify({ mode, capacityDefault: CAPACITY, ...patience }),
    })
    assert.equal(set.status, 200)
    const connections: Connection[] = []
    const connect = (
      credential: ClientBodyOf<'hello'>['credential'],
      headers: Record<string, string> = {},
    ) => {
      const connection = createConnection({
        url: `${url.replace('http', 'ws')}/ws`,
        hello: () => ({ client: 'test', locale: 'en', credential }),
        createSocket: (to) => new WebSocket(to, { headers }) as never,
      })
      connections.push(connection)
      return connection
    }
    let isOver = false
    const started: string[] = []
    const resolved = new Set<string>()
    try {
      const agents = cookies.map((cookie) =>
        connect({ $case: 'agent', value: {} }, { cookie, origin: url }),
      )
      for (const agent of agents) {
        agent.subscribe((event) => {
          if (event.type !== 'pushed' || event.body.$case !== 'conversationOffered') return
          const conversationId = event.body.value.conversation?.id ?? ''
          const value = { conversationId, isAccepted: random() < 0.8 }
          // An offer that a kill took back, or that has gone on, is nobody's loss.
          agent.request({ $case: 'respondToOffer', value }, 'done').catch(() => {})
        })
      }
      const working = agents.map(async (agent) => {
        while (!isOver) {
          await pause(20 + random() * 60)
          await agent
            .request(
              {
                $case: 'listConversations',
                value: { view: InboxView.MINE, cursor: '', limit: 50 },
              },
              'conversationPage',
            )
            .then(async ({ conversations }) => {
              const one = conversations[Math.floor(random() * conversations.length)]
              if (one === undefined) return
              assert.equal(one.status, ConversationStatus.OPEN)
              const change = { $case: 'resolve', value: {} } as const
              await agent.request(
                { $case: 'changeConversation', value: { conversationId: one.id, change } },
                'done',
              )
              resolved.add(one.id)
            })
            // Whoever was cut off asks again.
            .catch(() => {})
        }
      })
      const asking = Array.from({ length: VISITORS }, async (_, index) => {
        const visitor = connect({ $case: 'visitor', value: { channelId, visitorToken: '' } })
        await pause(random() * ROUNDS * 700)
        for (;;) {
          // Without an ack the same one is sent again; a new visitor's token came with its welcome.
          const answer = await visitor
            .request(
              {
                $case: 'startConversation',
                value: { clientId: `ask-${index}`, text: { text: 'Is anybody there?' } },
              },
              'conversationStarted',
            )
            .catch(() => undefined)
          if (answer?.conversation === undefined) {
            await pause(50)
            continue
          }
          started.push(answer.conversation.id)
          return
        }
      })
      for (let round = 1; round <= ROUNDS; round += 1) {
        const before = resolved.size
        await pause(200 + random() * 500)
        await until('something is done', () => resolved.size > before || round > 3)
        await server.kill()
        await server.start()
        for (const connection of connections) connection.retryNow()
      }
      await Promise.all(asking)
      const [agent] = agents as [Connection]
      await until('nobody waits any more', async () => {
        const counts = await agent
          .request({ $case: 'countInbox', value: {} }, 'inboxCounts')
          .catch(() => undefined)
        return counts !== undefined && counts.all === 0
      })
      isOver = true
      await Promise.all(working)
      await check(agent)
      const ids = new Set(started)
      assert.equal(ids.size, VISITORS)
      t.diagnostic(`${ids.size} conversations over ${ROUNDS} kills`)
    } finally {
      isOver = true
      for (const connection of connections) connection.close()
    }
  })
}

/** Goes through all logs: who had what, one after the other. */
async function check(agent: Connection): Promise<void> {
  const { conversations } = await agent.request(
    { $case: 'listConversations', value: { view: InboxView.RESOLVED, cursor: '', limit: 100 } },
    'conversationPage',
  )
  const steps: { at: number; agentId: string; change: 1 | -1 }[] = []
  for (const { id } of conversations) {
    const { messages } = await agent.request(
      {
        $case: 'fetchMessages',
        value: { conversationId: id, range: { $case: 'afterSeq', value: 0 }, limit: 100 },
      },
      'messagePage',
    )
    steps.push(...stepsOf(id, messages))
  }
  // What ended in a millisecond makes room for what began in it.
  steps.sort((a, b) => a.at - b.at || a.change - b.change)
  const held = new Map<string, number>()
  for (const { agentId, change } of steps) {
    const count = (held.get(agentId) ?? 0) + change
    assert.ok(count <= CAPACITY, `${agentId} has ${count}, and room for ${CAPACITY}`)
    held.set(agentId, count)
  }
}

function stepsOf(id: string, messages: readonly Message[]) {
  const steps: { at: number; agentId: string; change: 1 | -1 }[] = []
  let holder = ''
  for (const { content, postedAt } of messages) {
    if (content?.$case !== 'event') continue
    const { type, agentId } = content.value
    if (type === EventType.ASSIGNED) {
      assert.equal(holder, '', `${id} was given to ${agentId} while ${holder} had it`)
      holder = agentId
      steps.push({ at: postedAt, agentId, change: 1 })
    } else if (holder !== '') {
      steps.push({ at: postedAt, agentId: holder, change: -1 })
      holder = ''
    }
  }
  assert.equal(holder, '', `${id} ended with somebody`)
  return steps
}
