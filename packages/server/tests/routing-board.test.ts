import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import { Refusal } from '@parley/protocol'
import type { RoutingBoard } from '@parley/protocol/rest/routing-board'
import { answerOf, reasonOf } from './_harness/answers.ts'
import { ask, come, hire, holder, stands, startRouting } from './_harness/routing.ts'
import { pushes, until, welcome } from './_harness/wait.ts'

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
