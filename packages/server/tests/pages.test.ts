import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { answerOf } from './_harness/answers.ts'
import { startServer } from './_harness/server.ts'

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
      'assistant',
      'channelId',
      'color',
      'colorScheme',
      'files',
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
    const files = { isOn: true, sizeMax: 5_000_000, kinds: ['image', 'document'] }
    const look = { color: '#0a7d4f', position: 'left', colorScheme: 'dark', locale: 'zh-CN' }
    const body = { ...look, files }
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
