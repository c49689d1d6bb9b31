import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Agent, Channel, ErrorBody, Me, NewInvite, Role } from '@parley/protocol/rest'
import { routes } from '../src/http/routes.ts'
import { createWorkspace } from '../src/people/index.ts'
import { startServer, type TestServer } from './_harness/server.ts'
import { STAFF_PASSWORD } from './_harness/staff.ts'

const roles: readonly Role[] = ['agent', 'supervisor', 'admin', 'owner']

async function staffOf(server: TestServer): Promise<Record<Role, string>> {
  const cookies = {} as Record<Role, string>
  for (const role of roles) cookies[role] = await server.signIn(await server.addAgent(role, role))
  return cookies
}

async function reasonOf(response: Response): Promise<string> {
  return ((await response.json()) as ErrorBody).reason
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  assert.ok(response.ok, `${response.status} ${response.url}`)
  return (await response.json()) as Answer
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
  }
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
        const expected = may ? (path.includes(':id') ? [404] : [200, 204]) : [403]
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

describe('sign-in', () => {
  const signIn = (server: TestServer, email: string, password: string) =>
    server.request('/api/sign-in', { method: 'POST', body: { email, password } })

  test('sets a cookie that scripts and other sites do not get', async () => {
    await using server = await startServer()
    const email = await server.addAgent('Mei')
    const response = await signIn(server, email.toUpperCase(), STAFF_PASSWORD)
    const cookie = response.headers.get('set-cookie') ?? ''
    assert.match(cookie, /^parley_session=[\w-]{43};/)
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=2592000']) {
      assert.ok(cookie.includes(part), cookie)
    }
    assert.ok(!cookie.includes('Secure'))
    assert.equal((await answerOf<Me>(response)).agent.email, email)
  })

  test('marks the cookie secure where people come by https', async () => {
    await using server = await startServer({ PARLEY_PUBLIC_URL: 'https://chat.example' })
    const response = await signIn(server, await server.addAgent('Mei'), STAFF_PASSWORD)
    assert.match(response.headers.get('set-cookie') ?? '', /; Secure/)
  })

  test('tells nothing of which half was wrong, and slows guessing down', async () => {
    await using server = await startServer()
    const email = await server.addAgent('Mei')
    const answers = [
      await signIn(server, email, 'wrong password'),
      await signIn(server, 'nobody@tea.example', 'wrong password'),
    ]
    const bodies = await Promise.all(answers.map((answer) => answer.json()))
    assert.deepEqual(bodies[0], bodies[1])
    assert.equal(answers[0]?.status, 401)
    let last = answers[0] as Response
    for (let attempt = 0; attempt < 8 && last.status !== 429; attempt += 1) {
      last = await signIn(server, email, 'wrong password')
    }
    assert.equal(last.status, 429)
    assert.ok(Number(last.headers.get('retry-after')) >= 1)
    // Not even the right password, until the time is over.
    assert.equal((await signIn(server, email, STAFF_PASSWORD)).status, 429)
  })

  test('is over for everybody else after a new password', async () => {
    await using server = await startServer()
    const email = await server.addAgent('Mei')
    const [here, there] = [await server.signIn(email), await server.signIn(email)]
    const change = (body: object) =>
      server.request('/api/me', { method: 'PATCH', body, cookie: here })
    const wrong = await change({ currentPassword: 'not it', newPassword: 'a new long password' })
    assert.equal(await reasonOf(wrong), 'bad_credentials')
    assert.equal((await server.request('/api/me', { cookie: there })).status, 200)
    await answerOf(
      await change({ currentPassword: STAFF_PASSWORD, newPassword: 'a new long password' }),
    )
    assert.equal((await server.request('/api/me', { cookie: here })).status, 200)
    assert.equal((await server.request('/api/me', { cookie: there })).status, 401)
    assert.equal((await signIn(server, email, STAFF_PASSWORD)).status, 401)
    assert.equal((await signIn(server, email, 'a new long password')).status, 200)
  })

  test('ends with the session, and with the account', async () => {
    await using server = await startServer()
    const boss = await server.signIn(await server.addAgent('Boss', 'owner'))
    const email = await server.addAgent('Mei')
    const cookie = await server.signIn(email)
    const { agent } = await answerOf<Me>(await server.request('/api/me', { cookie }))
    const deactivated = await server.request(`/api/agents/${agent.id}`, {
      method: 'PATCH',
      body: { isActive: false },
      cookie: boss,
    })
    assert.equal((await answerOf<Agent>(deactivated)).isActive, false)
    assert.equal((await server.request('/api/me', { cookie })).status, 401)
    assert.equal((await signIn(server, email, STAFF_PASSWORD)).status, 401)
  })
})

describe('sign-out', () => {
  const signOut = (server: TestServer, cookie: string, path = '/api/sign-out') =>
    server.request(path, { method: 'POST', cookie })
  const statuses = (server: TestServer, cookies: string[]) =>
    Promise.all(cookies.map(async (cookie) => (await server.request('/api/me', { cookie })).status))

  test('ends one session, takes its cookie away, and leaves the others', async () => {
    await using server = await startServer()
    const email = await server.addAgent('Mei')
    const cookies = [await server.signIn(email), await server.signIn(email)]
    const response = await signOut(server, cookies[0] ?? '')
    assert.match(response.headers.get('set-cookie') ?? '', /^parley_session=;.*(Max-Age=0|1970)/)
    assert.deepEqual(await statuses(server, cookies), [401, 200])
  })

  test('everywhere ends all sessions of this person, and of nobody else', async () => {
    await using server = await startServer()
    const email = await server.addAgent('Mei')
    const other = await server.signIn(await server.addAgent('Mo'))
    const cookies = [await server.signIn(email), await server.signIn(email)]
    await signOut(server, cookies[0] ?? '', '/api/sign-out-everywhere')
    assert.deepEqual(await statuses(server, [...cookies, other]), [401, 401, 200])
  })

  test('comes by itself thirty days after the last use', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
    await using server = await startServer()
    const cookie = await server.signIn(await server.addAgent('Mei'))
    const days = (count: number) => count * 24 * 3_600_000
    // Each use starts the thirty days anew.
    for (const pause of [29, 29]) {
      t.mock.timers.tick(days(pause))
      assert.deepEqual(await statuses(server, [cookie]), [200])
    }
    t.mock.timers.tick(days(31))
    assert.deepEqual(await statuses(server, [cookie]), [401])
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

describe('invites', () => {
  const invite = async (server: TestServer, cookie: string, body: object) =>
    answerOf<NewInvite>(await server.request('/api/invites', { method: 'POST', body, cookie }))
  const tokenOf = ({ url }: NewInvite) => url.split('/').at(-1) ?? ''
  const accept = (server: TestServer, token: string, email: string) =>
    server.request(`/api/invite-offers/${token}/accept`, {
      method: 'POST',
      body: { name: 'Bo', email, password: 'a new long password' },
    })

  test('let one person in, once', async () => {
    await using server = await startServer()
    const cookie = await server.signIn(await server.addAgent('Boss', 'owner'))
    const made = await invite(server, cookie, { role: 'supervisor' })
    assert.ok(made.url.startsWith(`${server.url}/console/join/`))
    const offer = await server.request(`/api/invite-offers/${tokenOf(made)}`)
    assert.deepEqual(await answerOf(offer), {
      workspaceName: 'Tea',
      role: 'supervisor',
      email: '',
    })
    const both = await Promise.all([
      accept(server, tokenOf(made), 'bo@tea.example'),
      accept(server, tokenOf(made), 'bob@tea.example'),
    ])
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 410])
    const gone = await server.request(`/api/invite-offers/${tokenOf(made)}`)
    assert.equal(await reasonOf(gone), 'invite_not_valid')
    const list = await answerOf<object[]>(await server.request('/api/invites', { cookie }))
    assert.deepEqual(list, [])
  })

  test('are for whom they name, and not for more than one may give', async () => {
    await using server = await startServer()
    const boss = await server.signIn(await server.addAgent('Boss', 'owner'))
    const admin = await server.signIn(await server.addAgent('Admin', 'admin'))
    const made = await invite(server, boss, { role: 'agent', email: 'bo@tea.example' })
    assert.equal((await accept(server, tokenOf(made), 'eve@tea.example')).status, 410)
    const taken = await invite(server, boss, { role: 'agent' })
    assert.equal(
      await reasonOf(await accept(server, tokenOf(taken), 'boss@tea.example')),
      'conflict',
    )
    const tooMuch = await server.request('/api/invites', {
      method: 'POST',
      body: { role: 'owner' },
      cookie: admin,
    })
    assert.equal(await reasonOf(tooMuch), 'not_allowed')
  })

  test('are over when they are revoked', async () => {
    await using server = await startServer()
    const cookie = await server.signIn(await server.addAgent('Boss', 'owner'))
    const made = await invite(server, cookie, { role: 'agent' })
    const path = `/api/invites/${made.invite.id}`
    assert.equal((await server.request(path, { method: 'DELETE', cookie })).status, 204)
    assert.equal((await accept(server, tokenOf(made), 'bo@tea.example')).status, 410)
    assert.equal((await server.request(path, { method: 'DELETE', cookie })).status, 404)
  })
})

test('an invite is over after seven days', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  await using server = await startServer()
  const cookie = await server.signIn(await server.addAgent('Boss', 'owner'))
  const { url } = await answerOf<NewInvite>(
    await server.request('/api/invites', { method: 'POST', body: { role: 'agent' }, cookie }),
  )
  const offer = async () =>
    (await server.request(`/api/invite-offers/${url.split('/').at(-1)}`)).status
  t.mock.timers.tick(7 * 24 * 3_600_000 - 60_000)
  assert.equal(await offer(), 200)
  t.mock.timers.tick(60_000)
  assert.equal(await offer(), 410)
  assert.deepEqual(await answerOf(await server.request('/api/invites', { cookie })), [])
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

describe('pages and probes', () => {
  test('carry strict headers', async () => {
    await using server = await startServer()
    const console = await server.request('/console/inbox/mine')
    const policy = console.headers.get('content-security-policy') ?? ''
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]) {
      assert.ok(policy.includes(rule), policy)
    }
    assert.ok(!/script-src[^;]*unsafe/.test(policy), policy)
    const api = await server.request('/api/me')
    assert.equal(api.headers.get('cache-control'), 'no-store')
    assert.equal(api.headers.get('x-content-type-options'), 'nosniff')
    assert.equal(api.headers.get('cross-origin-resource-policy'), 'same-origin')
  })

  test('let a widget’s frame stand on allowed sites only', async () => {
    await using server = await startServer()
    const policyOf = async () =>
      (await server.request(`/widget/${server.channelId}`)).headers.get('content-security-policy')
    assert.match((await policyOf()) ?? '', /frame-ancestors \*/)
    await server.app.channels.change(server.workspaceId, server.channelId, {
      allowedDomains: ['shop.example', '*.tea.example'],
    })
    const policy = (await policyOf()) ?? ''
    assert.match(policy, /frame-ancestors [^;]*shop\.example/)
    assert.ok(!/frame-ancestors [^;]*\s\*(\s|;|$)/.test(policy), policy)
    assert.equal((await server.request('/widget/nowhere')).status, 404)
  })

  test('tell every site how its widget looks, and nothing else', async () => {
    await using server = await startServer()
    const response = await server.request(`/api/widget/${server.channelId}`, {
      origin: 'https://shop.example',
    })
    assert.equal(response.headers.get('access-control-allow-origin'), '*')
    const settings = await answerOf<object>(response)
    assert.deepEqual(Object.keys(settings).sort(), [
      'channelId',
      'color',
      'colorScheme',
      'locale',
      'position',
      'texts',
    ])
    assert.equal((await server.request('/api/widget/nowhere')).status, 404)
    const me = await server.request('/api/me', { origin: 'https://shop.example' })
    assert.equal(me.headers.get('access-control-allow-origin'), null)
  })

  test('show a widget as its channel was set, from then on', async () => {
    await using server = await startServer()
    const cookie = await server.signIn(await server.addAgent('Boss', 'owner'))
    const read = async (): Promise<object> =>
      answerOf(await server.request(`/api/widget/${server.channelId}`))
    const before = await read()
    const body = { color: '#0a7d4f', position: 'left', colorScheme: 'dark', locale: 'zh-CN' }
    const path = `/api/channels/${server.channelId}`
    await answerOf(await server.request(path, { method: 'PATCH', body, cookie }))
    assert.deepEqual(await read(), { ...before, ...body })
  })

  test('say how the server is', async () => {
    await using server = await startServer({ PARLEY_METRICS_TOKEN: 'let me in' })
    assert.deepEqual(await answerOf(await server.request('/livez')), { status: 'live' })
    assert.deepEqual(await answerOf(await server.request('/readyz')), { status: 'ready' })
    assert.equal((await server.request('/metrics')).status, 401)
    const metrics = await fetch(`${server.url}/metrics`, {
      headers: { authorization: 'Bearer let me in' },
    })
    assert.match(await metrics.text(), /^parley_connections(\{[^}]*\})? \d+$/m)
    assert.equal((await server.request('/nothing/here')).status, 404)
  })
})
