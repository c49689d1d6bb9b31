import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { OfferEnd, Presence, Refusal, SlaState } from '@parley/protocol'
import type { RoutingDecision } from '@parley/protocol/rest/routing-board'
import { answerOf } from './_harness/answers.ts'
import { ask, type Colleague, come, holder, stands, startRouting } from './_harness/routing.ts'
import { pushes, until, welcome } from './_harness/wait.ts'

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
