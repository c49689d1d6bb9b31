import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RoutingDecision } from '@parley/protocol/rest/routing-board'
import type { RoutingModelState } from '@parley/protocol/rest/routing-model'
import type { RoutingStudy } from '@parley/protocol/rest/routing-studies'
import { newId } from '../src/platform/new-id.ts'
import { makeOutcomes } from '../src/routing/prediction/outcomes.fixture.ts'
import { answerOf } from './_harness/answers.ts'
import { startServer, type TestServer } from './_harness/server.ts'
import { until, welcome } from './_harness/wait.ts'

/** What the agents did before: of each two, the first is quick and the second slow. */
async function remember(server: TestServer, agentIds: readonly string[]): Promise<void> {
  const { db } = server.app.people.storage
  const outcomes = makeOutcomes({
    rows: 2_000,
    agents: agentIds.length,
    topics: 1,
    handle: ({ agent }) => (agent % 2 === 0 ? -0.7 : 0.7),
  })
  const begin = Date.now() - 3 * 86_400_000
  const rows = outcomes.map((outcome) => ({
    id: newId(),
    workspaceId: server.workspaceId,
    conversationId: outcome.conversationId,
    agentId: agentIds[Number(outcome.agentId.slice(6))] ?? '',
    topic: '',
    modelVersion: '',
    assignedAt: begin + outcome.assignedAt,
    endedAt: begin + outcome.assignedAt + outcome.handleMs,
    active: outcome.active,
    firstReplyMs: outcome.firstReplyMs,
    isFirstReplyCensored: 0,
    handleMs: outcome.handleMs,
    isHandleCensored: 0,
    predictedFirstReplyMs: 0,
    predictedHandleMs: 0,
    features: new Uint8Array(outcome.features.buffer),
  }))
  for (let from = 0; from < rows.length; from += 500) {
    await db
      .insertInto('routingOutcomes')
      .values(rows.slice(from, from + 500))
      .execute()
  }
  const waits = outcomes.map((outcome, index) => ({
    id: newId(),
    workspaceId: server.workspaceId,
    conversationId: outcome.conversationId,
    contactId: `contact-${index}`,
    channelId: server.channelId,
    topic: '',
    teamId: '',
    weight: 1,
    priority: 0,
    queuedAt: begin + outcome.assignedAt,
    endedAt: begin + outcome.assignedAt + outcome.firstReplyMs,
    isCensored: 0,
    promiseJson: '{}',
  }))
  for (let from = 0; from < waits.length; from += 500) {
    await db
      .insertInto('routingWaits')
      .values(waits.slice(from, from + 500))
      .execute()
  }
}

async function hire(server: TestServer, name: string, role?: 'admin') {
  const cookie = await server.signIn(await server.addAgent(name, role))
  await server.app.routing.agentChanged(server.workspaceId)
  return cookie
}

async function agentIdOf(server: TestServer, cookie: string): Promise<string> {
  const { who } = await welcome(server.agent(cookie))
  assert.ok(who?.$case === 'agent')
  return who.value.agentId
}

describe('a server that learns', () => {
  test('gives the next conversation to whom its own history shows to be quick', async () => {
    await using server = await startServer({ PARLEY_ROUTING_POLICY: 'predicted' })
    const admin = await hire(server, 'Ada', 'admin')
    const [quick, slow] = [await hire(server, 'Quinn'), await hire(server, 'Sam')]
    const quickId = await agentIdOf(server, quick)
    await remember(server, [quickId, await agentIdOf(server, slow)])
    const ask = async () =>
      answerOf<RoutingModelState>(await server.request('/api/routing/model', { cookie: admin }))
    assert.equal((await ask()).live.rung, 'least-busy')
    const train = { method: 'POST', cookie: admin }
    await server.request('/api/routing/model/train', train)
    await until('it is trained', async () => (await ask()).live.rung !== 'least-busy')
    const { live, trainings, spread } = await ask()
    assert.equal(live.rung, 'table')
    assert.equal(trainings[0]?.rows, 2_000)
    assert.ok((spread?.agents ?? 0) > 0.5)

    for (let turn = 0; turn < 3; turn += 1) {
      const { conversation } = await server
        .visitor()
        .request(
          { $case: 'startConversation', value: { clientId: 'first', text: { text: 'Hello?' } } },
          'conversationStarted',
        )
      const path = `/api/routing/decisions?conversation=${conversation?.id}`
      const list = async () =>
        answerOf<RoutingDecision[]>(await server.request(path, { cookie: admin }))
      await until('it is decided', async () => (await list()).length > 0)
      const [decision] = await list()
      assert.equal(decision?.rule, 'table')
      assert.equal(decision?.candidates[0]?.agentId, quickId)
      assert.equal(decision?.modelVersion, live.version)
    }
  })

  test('replays its own days when it is asked what a change would do', async () => {
    await using server = await startServer({ PARLEY_ROUTING_POLICY: 'least-busy' })
    const admin = await hire(server, 'Ada', 'admin')
    const ids = [await hire(server, 'Quinn'), await hire(server, 'Sam')]
    await remember(server, await Promise.all(ids.map((cookie) => agentIdOf(server, cookie))))
    const started = await answerOf<RoutingStudy>(
      await server.request('/api/routing/studies', {
        method: 'POST',
        cookie: admin,
        body: {
          source: 'history',
          days: 3,
          changes: [{ name: 'one more', moreAgents: 1 }],
          withAllPolicies: true,
        },
      }),
    )
    assert.equal(started.status, 'running')
    const path = `/api/routing/studies/${started.id}`
    const ask = async () => answerOf<RoutingStudy>(await server.request(path, { cookie: admin }))
    await until('it is done', async () => (await ask()).status !== 'running')
    const { status, result } = await ask()
    assert.equal(status, 'done')
    assert.equal(result?.agents, 2)
    assert.equal(result?.rows[1]?.agents, 3)
    assert.ok((result?.spread.agents ?? 0) > 0.5)
    const removed = await server.request(path, { method: 'DELETE', cookie: admin })
    assert.equal(removed.status, 204)
    assert.equal((await server.request(path, { cookie: admin })).status, 404)
  })
})
