import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import type { Connection } from '@parley/client'
import { OfferEnd, Presence, Refusal, SlaState } from '@parley/protocol'
import type { RoutingBoard, RoutingDecision } from '@parley/protocol/rest/routing-board'
import { answerOf, reasonOf } from './_harness/answers.ts'
import { startServer, type TestServer } from './_harness/server.ts'
import { pushes, until, welcome } from './_harness/wait.ts'

/** Quicker than people would choose, and with no other reason to move than what a test does. */
const quick = { graceMs: 250, offerMs: 400, noReplyMs: 0, capacityDefault: 1 }

interface Colleague {
  id: string
  cookie: string
  connection: Connection
}

async function startRouting(change: Record<string, unknown> = {}): Promise<TestServer> {
  const server = await startServer({ PARLEY_ROUTING_POLICY: 'predicted' })
  await server.app.routing.changeSettings(server.workspaceId, { ...quick, ...change })
  return server
}

async function hire(server: TestServer, name: string, role?: 'supervisor' | 'admin') {
  const email = await server.addAgent(name, role)
  const cookie = await server.signIn(email)
  await server.app.routing.agentChanged(server.workspaceId)
  return { email, cookie }
}

async function come(server: TestServer, name: string): Promise<Colleague> {
  const { cookie } = await hire(server, name)
  const connection = server.agent(cookie)
  const { who } = await welcome(connection)
  assert.ok(who?.$case === 'agent')
  return { id: who.value.agentId, cookie, connection }
}

/** A visitor who has asked something; the conversation's id. */
async function ask(server: TestServer): Promise<{ visitor: Connection; id: string }> {
  const visitor = server.visitor()
  const { conversation } = await visitor.request(
    { $case: 'startConversation', value: { clientId: 'first', text: { text: 'Hello?' } } },
    'conversationStarted',
  )
  return { visitor, id: conversation?.id ?? '' }
}

async function stands(server: TestServer, id: string) {
  const { workspaceId } = server
  const conversation = await server.app.conversations.log.find({ workspaceId }, id)
  assert.ok(conversation !== undefined)
  return conversation.state
}

/** Waits until somebody has it, and tells who. */
function holder(server: TestServer, id: string, except = ''): Promise<string> {
  return until('somebody has it', async () => {
    const state = await stands(server, id)
    return state.status === 'open' && state.agentId !== except && state.agentId
  })
}

const resolve = (conversationId: string) =>
  ({
    $case: 'changeConversation',
    value: { conversationId, change: { $case: 'resolve', value: {} } },
  }) as const

const respond = (conversationId: string, isAccepted: boolean) =>
  ({ $case: 'respondToOffer', value: { conversationId, isAccepted } }) as const

describe('routing', () => {
  test('gives one free place to one of two, the next when it frees, and says why', async () => {
    await using server = await startRouting()
    const anna = await come(server, 'Anna')
    const asked = await Promise.all([ask(server), ask(server)])
    const first = await until('one is assigned', async () => {
      for (const { id } of asked) if ((await stands(server, id)).status === 'open') return id
      return undefined
    })
    const second = asked.map(({ id }) => id).find((id) => id !== first) ?? ''
    assert.equal((await stands(server, second)).status, 'queued')
    await anna.connection.request(resolve(first), 'done')
    assert.equal(await holder(server, second), anna.id)

    const path = `/api/routing/decisions?conversation=${second}`
    const [decision] = await until('the reason is there', async () => {
      const told = await server.request(path, { cookie: anna.cookie })
      const decisions = await answerOf<RoutingDecision[]>(told)
      return decisions.length > 0 && decisions
    })
    assert.equal(decision?.agentName, 'Anna')
    assert.equal(decision?.rule, 'least-busy')
    assert.deepEqual(
      decision?.candidates.map(({ agentName, capacity }) => [agentName, capacity]),
      [['Anna', 1]],
    )
  })

  test('tells a visitor the place in the queue, and when it waits no more', async () => {
    await using server = await startRouting()
    const ahead = await ask(server)
    const { visitor, id } = await ask(server)
    const told = pushes(visitor, 'queuePlaceChanged')
    const place = await until('the place is told', () => told[0])
    assert.equal(place.conversationId, id)
    assert.equal(place.position, 2)
    assert.ok(place.p50Ms > 0 && place.p90Ms >= place.p50Ms)
    const anna = await come(server, 'Anna')
    assert.equal(await holder(server, ahead.id), anna.id)
    await until('it moves up', () => told.at(-1)?.position === 1)
    await anna.connection.request(resolve(ahead.id), 'done')
    await until('it waits no more', () => told.at(-1)?.position === 0)
  })

  test('passes an offer on when nobody answers, and refuses who comes too late', async () => {
    await using server = await startRouting({ mode: 'offer' })
    const colleagues = [await come(server, 'Anna'), await come(server, 'Ben')]
    const offers = colleagues.map(({ connection }) => pushes(connection, 'conversationOffered'))
    const ends = colleagues.map(({ connection }) => pushes(connection, 'offerWithdrawn'))
    const { id } = await ask(server)
    const first = await until('somebody is asked', () => {
      const index = offers.findIndex((told) => told.length > 0)
      return index >= 0 ? { index } : undefined
    })
    const late = colleagues[first.index] as Colleague
    const other = colleagues[1 - first.index] as Colleague
    await until('the other one is asked', () => offers[1 - first.index]?.length === 1)
    assert.equal(ends[first.index]?.[0]?.end, OfferEnd.EXPIRED)
    assert.equal((await stands(server, id)).status, 'queued')
    await assert.rejects(late.connection.request(respond(id, true), 'done'), (error) => {
      assert.ok(error instanceof Refusal)
      assert.equal(error.reason, 'conflict')
      return true
    })
    await other.connection.request(respond(id, true), 'done')
    assert.equal(await holder(server, id), other.id)
    await until('it is answered', () => ends[1 - first.index]?.[0]?.end === OfferEnd.ACCEPTED)
  })

  test('shows an offer again to who reloads, and sets away who misses too many', async () => {
    await using server = await startRouting({ mode: 'offer', missedOffersMax: 1, offerMs: 1_500 })
    const anna = await come(server, 'Anna')
    await ask(server)
    const again = server.agent(anna.cookie)
    const offers = pushes(again, 'conversationOffered')
    const presences = pushes(again, 'presenceChanged')
    await until('the offer is shown again', () => offers[0]?.conversation?.preview?.text)
    await until('Anna is away', () => presences.at(-1)?.agent?.presence === Presence.AWAY)
  })

  test('waits for a lost connection, then gives what is unanswered to somebody else', async () => {
    await using server = await startRouting()
    const anna = await come(server, 'Anna')
    const { id } = await ask(server)
    assert.equal(await holder(server, id), anna.id)
    const ben = await come(server, 'Ben')
    anna.connection.close()
    assert.equal(await holder(server, id, anna.id), ben.id)
  })

  test('leaves nobody with an agent who goes in the moment of the assignment', async () => {
    await using server = await startRouting({ graceMs: 50 })
    const anna = await come(server, 'Anna')
    const [{ id }] = await Promise.all([ask(server), anna.connection.close()])
    const ben = await come(server, 'Ben')
    assert.equal(await holder(server, id, anna.id), ben.id)
  })

  test('gives who takes by hand what they take, and counts it', async () => {
    await using server = await startRouting()
    const { id } = await ask(server)
    const other = await ask(server)
    await server.app.routing.changeSettings(server.workspaceId, { policy: 'manual' })
    const anna = await come(server, 'Anna')
    const take = { $case: 'take', value: {} } as const
    const body = { conversationId: id, change: take }
    await anna.connection.request({ $case: 'changeConversation', value: body }, 'done')
    await server.app.routing.changeSettings(server.workspaceId, { policy: 'predicted' })
    const [decision] = await server.app.routing.decisions(server.workspaceId, {
      conversationId: id,
    })
    assert.deepEqual([decision?.rule, decision?.byAgentName], ['by_hand', 'Anna'])
    // The one place is taken.
    assert.equal((await stands(server, other.id)).status, 'queued')
    await anna.connection.request(resolve(id), 'done')
    assert.equal(await holder(server, other.id), anna.id)
  })

  test('marks what is late in the lists, by the clocks of the workspace', async () => {
    const sla = { firstReplyMs: 300, nextReplyMs: 0, resolutionMs: 0, warnAt: 0.5 }
    await using server = await startRouting({ policy: 'manual', sla })
    const anna = await come(server, 'Anna')
    const changes = pushes(anna.connection, 'inboxChanged')
    const { id, visitor } = await ask(server)
    await until('it is broken', () =>
      changes
        .flatMap(({ conversations }) => conversations)
        .some((one) => one.id === id && one.routing?.slaState === SlaState.BROKEN),
    )
    assert.equal((await welcome(visitor)).who?.$case, 'visitor')
  })
})

describe('the board', () => {
  test('is live, and lets supervisors pull, push and reassign', async () => {
    await using server = await startRouting({ capacityDefault: 1 })
    const anna = await come(server, 'Anna')
    const ben = await come(server, 'Ben')
    const { cookie } = await hire(server, 'Sue', 'supervisor')
    const desk = server.agent(cookie)
    await welcome(desk)
    await server.app.routing.facts.changeAgent(
      server.workspaceId,
      (await server.app.routing.facts.of(server.workspaceId)).agents.find(
        ({ name }) => name === 'Sue',
      )?.agentId ?? '',
      { capacity: 0 },
    )
    const watching = { $case: 'watchBoard', value: { isWatching: true } } as const
    const refused = anna.connection.request(watching, 'done')
    await assert.rejects(refused, (error) => error instanceof Refusal)
    await desk.request(watching, 'done')
    const changes = pushes(desk, 'boardChanged')
    const asked = [await ask(server), await ask(server), await ask(server)]
    await until('the board has changed', () => changes.length > 0)
    const board = () =>
      server.request('/api/routing/board', { cookie }).then(answerOf<RoutingBoard>)
    const full = await until('two are given', async () => {
      const now = await board()
      return now.waitingCount === 1 && now.usedUnits === 2 && now
    })
    assert.equal(full.capacityUnits, 2)
    assert.equal(full.waiting[0]?.position, 1)
    assert.equal(full.waiting[0]?.suitableCount, 2)
    const waiting = full.waiting[0]?.conversationId ?? ''

    const post = (path: string, body: object) =>
      server.request(`/api/routing/conversations/${path}`, { method: 'POST', cookie, body })
    assert.equal((await post(`${waiting}/assign`, { agentId: anna.id })).status, 204)
    assert.equal(await holder(server, waiting), anna.id)
    assert.equal((await post(`${waiting}/assign`, { agentId: ben.id })).status, 204)
    assert.equal(await holder(server, waiting, anna.id), ben.id)
    assert.equal((await post(`${waiting}/queue`, { priority: 3 })).status, 204)
    const pulled = await until('it waits again', async () => (await board()).waiting[0])
    assert.equal(pulled.conversationId, waiting)
    assert.equal(pulled.priority, 3)
    assert.equal(await reasonOf(await post('nothing/queue', {})), 'not_found')
    const asAgent = await server.request('/api/routing/board', { cookie: anna.cookie })
    assert.equal(await reasonOf(asAgent), 'not_allowed')
    assert.equal(asked.length, 3)
  })
})

describe('the routing hook', () => {
  async function listen(answer: Parameters<typeof createServer>[1]): Promise<Server> {
    const server = createServer(answer as never)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  }

  const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

  test('decides when it answers, with a signature that holds', async () => {
    await using server = await startRouting({ capacityDefault: 5 })
    await come(server, 'Anna')
    const ben = await come(server, 'Ben')
    const calls: { body: string; headers: Record<string, unknown> }[] = []
    await using hook = await listen((request, response) => {
      let body = ''
      request.on('data', (part: Buffer) => {
        body += part.toString()
      })
      request.on('end', () => {
        calls.push({ body, headers: request.headers })
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ agentId: ben.id }))
      })
    })
    const { hook: set } = await server.app.routing.changeSettings(server.workspaceId, {
      policy: 'hook',
      hook: { url: urlOf(hook), timeoutMs: 5_000, fallback: 'least-busy' },
    })
    const { id } = await ask(server)
    assert.equal(await holder(server, id), ben.id)
    const [call] = calls
    const signed = `${call?.headers['x-parley-timestamp']}.${call?.body}`
    const expected = createHmac('sha256', set.secret).update(signed).digest('hex')
    assert.equal(call?.headers['x-parley-signature'], `sha256=${expected}`)
    assert.equal(JSON.parse(call?.body ?? '{}').conversation.id, id)
  })

  test('that hangs leaves it to another policy', async () => {
    await using server = await startRouting()
    const anna = await come(server, 'Anna')
    await using hook = await listen(() => {})
    await server.app.routing.changeSettings(server.workspaceId, {
      policy: 'hook',
      hook: { url: urlOf(hook), timeoutMs: 200, fallback: 'round-robin' },
    })
    const { id } = await ask(server)
    assert.equal(await holder(server, id), anna.id)
    const [decision] = await server.app.routing.decisions(server.workspaceId, {
      conversationId: id,
    })
    assert.equal(decision?.rule, 'round-robin')
    hook.closeAllConnections()
    assert.equal((await stands(server, id)).status, 'open')
  })
})
