import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Agent, Channel, Me, NewInvite, Role } from '@parley/protocol/rest'
import { routes } from '../src/http/routes.ts'
import { createWorkspace } from '../src/people/index.ts'
import { answerOf, reasonOf } from './_harness/answers.ts'
import { engineBodies, engineNeeds } from './_harness/engine-routes.ts'
import { knowledgeBodies, knowledgeNeeds } from './_harness/knowledge-routes.ts'
import { learningBodies, learningNeeds } from './_harness/learning-routes.ts'
import { routingBodies, routingNeeds } from './_harness/routing-routes.ts'
import { startServer, type TestServer } from './_harness/server.ts'
import { STAFF_PASSWORD } from './_harness/staff.ts'

const roles: readonly Role[] = ['agent', 'supervisor', 'admin', 'owner']

async function staffOf(server: TestServer): Promise<Record<Role, string>> {
  const cookies = {} as Record<Role, string>
  for (const role of roles) cookies[role] = await server.signIn(await server.addAgent(role, role))
  return cookies
}

describe('every route', () => {
  /** A body that fits, for the routes that take one. Ids that lead nowhere: who may gets a 404. */
  const bodies: Record<string, unknown> = {
    'POST /api/sign-in': { email: 'ada@tea.example', password: STAFF_PASSWORD },
    'POST /api/invite-offers/:token/accept': {
      name: 'Bo',
      email: 'bo@tea.example',
      password: 'a new long password',
    },
    'PATCH /api/me': { locale: 'en' },
    'PATCH /api/agents/:id': { isActive: true },
    'POST /api/invites': { role: 'agent' },
    'PATCH /api/workspace': { isTypingPreviewOn: true },
    'POST /api/channels': { name: 'Shop' },
    'PATCH /api/channels/:id': { name: 'Shop' },
    'PATCH /api/privacy': { keptDays: 30 },
    'POST /api/privacy/preview': { text: 'a@b.example' },
    'PATCH /api/assistant': { name: 'Bot' },
    'POST /api/assistant/try': { text: 'Hello?', channelId: 'none' },
    'POST /api/copilot': { conversationId: 'none', task: 'reply' },
    ...engineBodies,
    ...knowledgeBodies,
    ...learningBodies,
    ...routingBodies,
  }
  /** The least powerful role that may. */
  const needs: Record<string, Role> = {
    'POST /api/sign-out': 'agent',
    'POST /api/sign-out-everywhere': 'agent',
    'GET /api/me': 'agent',
    'PATCH /api/me': 'agent',
    'GET /api/agents': 'agent',
    'PATCH /api/agents/:id': 'admin',
    'GET /api/invites': 'admin',
    'POST /api/invites': 'admin',
    'DELETE /api/invites/:id': 'admin',
    'GET /api/workspace': 'agent',
    'PATCH /api/workspace': 'admin',
    'GET /api/channels': 'agent',
    'POST /api/channels': 'admin',
    'PATCH /api/channels/:id': 'admin',
    'GET /api/channels/:id/secrets': 'admin',
    'POST /api/channels/:id/secrets': 'admin',
    'DELETE /api/channels/:id/secrets/:secretId': 'admin',
    'GET /api/privacy': 'admin',
    'PATCH /api/privacy': 'admin',
    'POST /api/privacy/preview': 'admin',
    'GET /api/privacy/departures': 'admin',
    'GET /api/assistant': 'agent',
    'PATCH /api/assistant': 'admin',
    'POST /api/assistant/try': 'admin',
    'GET /api/assistant/answers': 'agent',
    'GET /api/assistant/figures': 'agent',
    'GET /api/copilot': 'agent',
    'POST /api/copilot': 'agent',
    ...engineNeeds,
    ...knowledgeNeeds,
    ...learningNeeds,
    ...routingNeeds,
  }
  const uploads = routes.flatMap(({ isUpload, method, path }) =>
    isUpload ? `${method} ${path}` : [],
  )
  const aboutNothing = [
    'POST /api/copilot',
    'POST /api/routing/blocked',
    'POST /api/assistant/faq-drafts',
  ]
  const open = [
    'POST /api/sign-in',
    'GET /api/invite-offers/:token',
    'POST /api/invite-offers/:token/accept',
    'GET /api/widget/:channelId',
  ]

  test('is known here, with who may use it', () => {
    const names = routes.map(({ method, path }) => `${method} ${path}`)
    assert.deepEqual(names.sort(), [...Object.keys(needs), ...open].sort())
  })

  test('serves whom it should, and nobody else', async () => {
    await using server = await startServer()
    const cookies = await staffOf(server)
    for (const name of Object.keys(needs)) {
      const [method = '', path = ''] = name.split(' ')
      const body = bodies[name]
      const ask = (cookie?: string) =>
        server.request(path.replace(':id', 'nowhere'), {
          method,
          ...(body === undefined ? {} : { body }),
          ...(cookie === undefined ? {} : { cookie }),
        })
      const withoutSession = await ask()
      assert.equal(withoutSession.status, 401, name)
      assert.equal(await reasonOf(withoutSession), 'not_signed_in', name)
      assert.equal((await ask('parley_session=made-up')).status, 401, name)
      for (const role of roles) {
        // What ends a session gets one of its own.
        const isEnding = name.includes('sign-out')
        if (isEnding) cookies[role] = await server.signIn(`${role}@tea.example`)
        const response = await ask(cookies[role])
        if (isEnding) cookies[role] = await server.signIn(`${role}@tea.example`)
        const may = roles.indexOf(role) >= roles.indexOf(needs[name] as Role)
        // A file that is none, and an order that leaves engines out, are told only to who may.
        const isUpload = uploads.includes(name) || name === 'PATCH /api/engines'
        const isAboutNothing = path.includes(':id') || aboutNothing.includes(name)
        // One run at a time: the former role's may not have ended.
        const done = name === 'POST /api/assistant/golden/runs' ? [200, 409] : [200, 204]
        const welcome = isAboutNothing ? [404] : isUpload ? [400] : done
        const expected = may ? welcome : [403]
        assert.ok(expected.includes(response.status), `${name} as ${role}: ${response.status}`)
        if (!may) assert.equal(await reasonOf(response), 'not_allowed')
      }
    }
  })

  test('that changes something refuses other sites, whoever is signed in', async () => {
    await using server = await startServer()
    const cookie = await server.signIn(await server.addAgent('Ada', 'owner'))
    for (const { method, path } of routes) {
      if (method === 'GET') continue
      const body = bodies[`${method} ${path}`]
      const response = await server.request(path, {
        method,
        ...(body === undefined ? {} : { body }),
        cookie,
        origin: 'https://evil.example',
      })
      assert.equal(response.status, 403, `${method} ${path}`)
      assert.equal(await reasonOf(response), 'origin_not_allowed')
    }
    const own = await server.request('/api/me', {
      method: 'PATCH',
      body: { name: 'Ada L.' },
      cookie,
      origin: server.url,
    })
    assert.equal((await answerOf<Me>(own)).agent.name, 'Ada L.')
  })

  test('is described in the OpenAPI document', async () => {
    await using server = await startServer()
    const document = await answerOf<{ paths: Record<string, Record<string, unknown>> }>(
      await server.request('/api/openapi.json'),
    )
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const names = routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    assert.deepEqual(described.sort(), names.sort())
  })
})

describe('roles', () => {
  test('cannot be raised above one’s own, and the last owner stays', async () => {
    await using server = await startServer()
    const cookies = await staffOf(server)
    const agents = await answerOf<Agent[]>(
      await server.request('/api/agents', { cookie: cookies.owner }),
    )
    const idOf = (role: Role) => agents.find((agent) => agent.role === role)?.id ?? ''
    const change = (by: Role, target: Role, body: object) =>
      server.request(`/api/agents/${idOf(target)}`, {
        method: 'PATCH',
        body,
        cookie: cookies[by],
      })
    assert.equal(await reasonOf(await change('admin', 'agent', { role: 'owner' })), 'not_allowed')
    assert.equal(await reasonOf(await change('admin', 'owner', { role: 'agent' })), 'not_allowed')
    assert.equal(await reasonOf(await change('admin', 'owner', { isActive: false })), 'not_allowed')
    assert.equal(await reasonOf(await change('owner', 'owner', { role: 'agent' })), 'conflict')
    const promoted = await answerOf<Agent>(await change('admin', 'agent', { role: 'supervisor' }))
    assert.equal(promoted.role, 'supervisor')
  })
})

test('what belongs to another workspace is not there', async () => {
  await using server = await startServer()
  const own = await server.signIn(await server.addAgent('Boss', 'owner'))
  const other = await createWorkspace(server.app.people, 'Coffee')
  const theirChannel = await server.app.channels.create(other.id, 'Their shop')
  const them = await server.signIn(await server.addAgent('Them', 'owner', other.id))
  const { invite } = await answerOf<NewInvite>(
    await server.request('/api/invites', {
      method: 'POST',
      body: { role: 'agent' },
      cookie: them,
    }),
  )
  const theirs = await answerOf<Me>(await server.request('/api/me', { cookie: them }))

  const agents = await answerOf<Agent[]>(await server.request('/api/agents', { cookie: own }))
  assert.deepEqual(
    agents.map(({ name }) => name),
    ['Boss'],
  )
  const channels = await answerOf<Channel[]>(await server.request('/api/channels', { cookie: own }))
  assert.deepEqual(
    channels.map(({ id }) => id),
    [server.channelId],
  )
  for (const [path, body] of [
    [`/api/agents/${theirs.agent.id}`, { isActive: false }],
    [`/api/channels/${theirChannel.id}`, { name: 'mine now' }],
  ] as const) {
    const response = await server.request(path, { method: 'PATCH', body, cookie: own })
    assert.equal(response.status, 404, path)
  }
  const path = `/api/invites/${invite.id}`
  const revoked = await server.request(path, { method: 'DELETE', cookie: own })
  assert.equal(revoked.status, 404)
  assert.deepEqual(await answerOf(await server.request('/api/invites', { cookie: own })), [])
  const theirInvites = await server.request('/api/invites', { cookie: them })
  assert.deepEqual(await answerOf(theirInvites), [invite])
  const still = await answerOf<Me>(await server.request('/api/me', { cookie: them }))
  assert.deepEqual(still, theirs)
})

describe('bodies', () => {
  test('that do not fit are refused and change nothing', async () => {
    await using server = await startServer()
    const cookie = await server.signIn(await server.addAgent('Boss', 'owner'))
    const path = `/api/channels/${server.channelId}`
    const before = await answerOf<Channel[]>(await server.request('/api/channels', { cookie }))
    const wrong: object[] = [
      { color: 'red' },
      { color: '#fff' },
      { allowedDomains: ['https://shop.example'] },
      { allowedDomains: Array.from({ length: 51 }, (_, index) => `s${index}.example`) },
      { name: '   ' },
      { name: 5 },
      { locale: 'fr' },
      { id: 'another' },
      { texts: { en: { title: 'only this' } } },
    ]
    for (const body of wrong) {
      const response = await server.request(path, { method: 'PATCH', body, cookie })
      assert.equal(response.status, 400, JSON.stringify(body))
      assert.equal(await reasonOf(response), 'bad_input')
    }
    const after = await answerOf<Channel[]>(await server.request('/api/channels', { cookie }))
    assert.deepEqual(after, before)
  })

  test('that are too large, no JSON or of another type are refused', async () => {
    await using server = await startServer()
    const send = (body: string, type = 'application/json') =>
      fetch(`${server.url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      })
    const large = await send(JSON.stringify({ email: 'a@b.c', password: 'x'.repeat(70_000) }))
    assert.equal(large.status, 413)
    assert.equal(await reasonOf(large), 'frame_too_large')
    assert.equal(await reasonOf(await send('{"email":')), 'bad_input')
    assert.equal(await reasonOf(await send('email=a', 'text/plain')), 'bad_input')
  })
})
