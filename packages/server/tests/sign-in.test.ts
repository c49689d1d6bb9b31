import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Agent, Me } from '@parley/protocol/rest'
import { answerOf, reasonOf } from './_harness/answers.ts'
import { startServer, type TestServer } from './_harness/server.ts'
import { STAFF_PASSWORD } from './_harness/staff.ts'

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
