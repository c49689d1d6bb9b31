import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { NewInvite } from '@parley/protocol/rest'
import { answerOf, reasonOf } from './_harness/answers.ts'
import { startServer, type TestServer } from './_harness/server.ts'

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
