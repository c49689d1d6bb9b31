import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { closeCodes, FRAME_BYTES_MAX } from '@parley/protocol'
import { agentHello, hello, openRaw, openVisitor, visitorHello } from './_harness/raw-client.ts'
import { reasonOf, start, startedBy } from './_harness/requests.ts'
import { startServer } from './_harness/server.ts'

describe('a hello', () => {
  test('agrees on a version, or is refused with a close that keeps the client away', async () => {
    await using server = await startServer()
    const { value } = visitorHello(server.channelId)
    const newer = await openRaw(server.url)
    const welcome = await newer.ask(1, {
      $case: 'hello',
      value: { ...value, protocolVersion: 7, protocolVersionMin: 1 },
    })
    assert.ok(welcome.$case === 'welcome')
    assert.equal(welcome.value.protocolVersion, 1)

    const tooNew = await openRaw(server.url)
    const refused = await tooNew.ask(1, {
      $case: 'hello',
      value: { ...value, protocolVersion: 7, protocolVersionMin: 2 },
    })
    assert.equal(reasonOf(refused), 'unsupported_version')
    assert.equal((await tooNew.closing()).code, closeCodes.unsupported_version.code)
  })

  test('comes first, and once', async () => {
    await using server = await startServer()
    const client = await openRaw(server.url)
    assert.equal(reasonOf(await client.ask(1, start('a'))), 'not_signed_in')
    assert.equal((await client.ask(2, visitorHello(server.channelId))).$case, 'welcome')
    assert.equal(reasonOf(await client.ask(3, visitorHello(server.channelId))), 'bad_frame')
    assert.equal((await client.closing()).code, closeCodes.bad_frame.code)

    // Nor a second time while the first is looked at: it would make two visitors.
    const hasty = await openRaw(server.url)
    hasty.send(1, visitorHello(server.channelId))
    hasty.send(2, visitorHello(server.channelId))
    assert.equal(reasonOf(await hasty.answer(2)), 'bad_frame')
    assert.equal((await hasty.closing()).code, closeCodes.bad_frame.code)
  })

  test('needs a credential that stands', async () => {
    await using server = await startServer()
    const cases = [
      [hello(undefined), 'bad_frame', closeCodes.bad_frame],
      [visitorHello('nowhere'), 'not_found', closeCodes.not_signed_in],
      [agentHello, 'not_signed_in', closeCodes.not_signed_in],
    ] as const
    for (const [body, reason, close] of cases) {
      const client = await openRaw(server.url)
      assert.equal(reasonOf(await client.ask(1, body)), reason)
      assert.equal((await client.closing()).code, close.code)
    }
  })

  test('with an unknown visitor token makes a new visitor', async () => {
    await using server = await startServer()
    const client = await openRaw(server.url)
    const welcome = await client.ask(1, visitorHello(server.channelId, 'made-up'))
    assert.ok(welcome.$case === 'welcome' && welcome.value.who?.$case === 'visitor')
    assert.notEqual(welcome.value.who.value.visitorToken, 'made-up')
    assert.deepEqual(welcome.value.who.value.conversations, [])
  })

  test('that does not come ends the connection', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
    await using server = await startServer({ PARLEY_GATEWAY_HEARTBEAT_MS: '6000' })
    const silent = await openRaw(server.url)
    const welcomed = await openVisitor(server.url, server.channelId)
    t.mock.timers.tick(10_001)
    assert.equal((await silent.closing()).code, closeCodes.hello_timeout.code)
    assert.equal(welcomed.closed, undefined)
  })
})

describe('bytes', () => {
  test('that are no frame get an error and a close, and the server lives on', async () => {
    await using server = await startServer()
    for (const bytes of [new Uint8Array([0xff]), new Uint8Array([0x22, 0xff, 0xff, 0xff, 0x7f])]) {
      const client = await openVisitor(server.url, server.channelId)
      client.sendBytes(bytes)
      assert.equal((await client.closing()).code, closeCodes.bad_frame.code)
      assert.equal(reasonOf(await client.answer(0)), 'bad_frame')
    }
    const text = await openVisitor(server.url, server.channelId)
    text.socket.send('{"hello":"JSON"}')
    assert.equal((await text.closing()).code, closeCodes.bad_frame.code)
    assert.ok((await startedBy(await openVisitor(server.url, server.channelId))) !== '')
  })

  test('beyond the limit close the connection', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    client.sendBytes(new Uint8Array(FRAME_BYTES_MAX + 1))
    assert.equal((await client.closing()).code, 1009)
  })

  test('of a kind that this server does not know are refused by name', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    // request_id 9, and a field 99 that no version has.
    client.sendBytes(new Uint8Array([0x08, 0x09, 0x9a, 0x06, 0x00]))
    assert.equal(reasonOf(await client.answer(9)), 'unknown_frame')
    assert.equal(client.closed, undefined)
  })
})

describe('a visitor', () => {
  test('may not ask what agents ask', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const id = await startedBy(client)
    const requests = [
      { $case: 'listConversations', value: { view: 3, cursor: '', limit: 10 } },
      { $case: 'fetchConversation', value: { conversationId: id } },
      {
        $case: 'changeConversation',
        value: { conversationId: id, change: { $case: 'resolve', value: {} } },
      },
      { $case: 'watch', value: { conversationId: id, isWatching: true } },
      { $case: 'setPresence', value: { presence: 1 } },
      { $case: 'countInbox', value: {} },
    ] as const
    for (const [index, body] of requests.entries()) {
      assert.equal(reasonOf(await client.ask(10 + index, body)), 'not_allowed', body.$case)
    }
  })
})

describe('an agent', () => {
  test('may not ask what visitors ask', async () => {
    await using server = await startServer()
    const cookie = await server.signIn(await server.addAgent('Mei'))
    const client = await openRaw(server.url, { cookie })
    assert.equal((await client.ask(1, agentHello)).$case, 'welcome')
    const requests = [
      start('a'),
      { $case: 'visitPage', value: { url: 'https://a.example', title: '', referrer: '' } },
      {
        $case: 'identifyContact',
        value: { name: 'x', email: undefined, phone: undefined, attributes: {} },
      },
    ] as const
    for (const [index, body] of requests.entries()) {
      assert.equal(reasonOf(await client.ask(10 + index, body)), 'not_allowed', body.$case)
    }
  })
})
