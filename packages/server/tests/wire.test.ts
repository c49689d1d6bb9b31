import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ServerBody } from '@parley/protocol'
import { closeCodes, FRAME_BYTES_MAX, TEXT_LENGTH_MAX } from '@parley/protocol'
import { startProcess } from './_harness/process.ts'
import {
  agentHello,
  hello,
  openRaw,
  openVisitor,
  type RawClient,
  visitorHello,
} from './_harness/raw-client.ts'
import { startServer } from './_harness/server.ts'
import { hireStaff } from './_harness/staff.ts'
import { temporaryFolder } from './_harness/temporary-folder.ts'
import { until } from './_harness/wait.ts'

function reasonOf(body: ServerBody): string {
  assert.equal(body.$case, 'error')
  return body.$case === 'error' ? body.value.reason : ''
}

const start = (clientId: string, text = '你好') =>
  ({ $case: 'startConversation', value: { clientId, text: { text } } }) as const

const post = (conversationId: string, clientId: string, text: string) =>
  ({
    $case: 'post',
    value: { conversationId, clientId, content: { $case: 'text', value: { text } } },
  }) as const

async function startedBy(client: RawClient, requestId = 2): Promise<string> {
  const body = await client.ask(requestId, start(`start-${requestId}`))
  assert.equal(body.$case, 'conversationStarted')
  return (body.$case === 'conversationStarted' && body.value.conversation?.id) || ''
}

async function logOf(client: RawClient, conversationId: string, requestId: number) {
  const body = await client.ask(requestId, {
    $case: 'fetchMessages',
    value: { conversationId, range: { $case: 'afterSeq', value: 0 }, limit: 200 },
  })
  assert.equal(body.$case, 'messagePage')
  return body.$case === 'messagePage' ? body.value.messages : []
}

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

describe('limits', () => {
  test('on texts refuse and store nothing', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const id = await startedBy(client)
    const long = 'x'.repeat(TEXT_LENGTH_MAX + 1)
    assert.equal(reasonOf(await client.ask(3, post(id, 'long', long))), 'text_too_long')
    assert.equal(reasonOf(await client.ask(4, post(id, 'empty', ' \n\t'))), 'text_empty')
    assert.equal(reasonOf(await client.ask(5, post(id, 'a b', 'hi'))), 'bad_input')
    assert.equal(reasonOf(await client.ask(6, post(id, 'x'.repeat(65), 'hi'))), 'bad_input')
    const longest = await client.ask(7, post(id, 'longest', '长'.repeat(TEXT_LENGTH_MAX)))
    assert.equal(longest.$case, 'posted')
    assert.deepEqual(
      (await logOf(client, id, 8)).map(({ clientId }) => clientId),
      ['start-2', 'longest'],
    )
  })

  test('on frames refuse with a delay, store nothing, and let go after it', async () => {
    await using server = await startServer({ PARLEY_GATEWAY_FRAMES_PER_SECOND_MAX: '5' })
    const client = await openVisitor(server.url, server.channelId)
    const id = await startedBy(client)
    for (let number = 10; number < 40; number += 1) {
      client.send(number, post(id, `m${number}`, 'quick'))
    }
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => client.answer(10 + index)),
    )
    const stored = answers.filter(({ $case }) => $case === 'posted').length
    const refused = answers.filter(({ $case }) => $case === 'error')
    assert.ok(stored >= 5 && stored < 30)
    for (const body of refused) {
      assert.equal(reasonOf(body), 'too_many_requests')
      assert.ok(body.$case === 'error' && body.value.retryAfterMs > 0)
    }
    assert.equal(client.closed, undefined)
    let requestId = 100
    const log = await until('it may ask again', async () => {
      requestId += 1
      const body = await client.ask(requestId, {
        $case: 'fetchMessages',
        value: { conversationId: id, range: { $case: 'afterSeq', value: 0 }, limit: 200 },
      })
      return body.$case === 'messagePage' && body.value.messages
    })
    assert.equal(log.length, stored + 1)
  })

  test('on open conversations refuse one more, until one is resolved', async () => {
    await using server = await startServer({ PARLEY_CONVERSATIONS_OPEN_PER_VISITOR_MAX: '2' })
    const client = await openVisitor(server.url, server.channelId)
    const first = await startedBy(client, 2)
    await startedBy(client, 3)
    assert.equal(reasonOf(await client.ask(4, start('third'))), 'too_many_conversations')
    const agent = server.agent(await server.signIn(await server.addAgent('Mei')))
    await agent.request(
      {
        $case: 'changeConversation',
        value: { conversationId: first, change: { $case: 'resolve', value: {} } },
      },
      'done',
    )
    await startedBy(client, 5)
  })

  test('on pages refuse what is asked too much', async () => {
    await using server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const id = await startedBy(client)
    for (const limit of [0, 201]) {
      const body = await client.ask(10 + limit, {
        $case: 'fetchMessages',
        value: { conversationId: id, range: { $case: 'afterSeq', value: 0 }, limit },
      })
      assert.equal(reasonOf(body), 'bad_input')
    }
  })

  test('on connections refuse one more with 503', async () => {
    await using server = await startServer({ PARLEY_GATEWAY_CONNECTIONS_MAX: '2' })
    await openVisitor(server.url, server.channelId)
    const second = await openVisitor(server.url, server.channelId)
    await assert.rejects(openRaw(server.url), /503/)
    second.socket.close()
    await second.closing()
    await until('there is room again', () => openRaw(server.url).catch(() => undefined))
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

describe('a connection', () => {
  test('that is silent is closed, one that beats stays', async () => {
    await using server = await startServer({ PARLEY_GATEWAY_HEARTBEAT_MS: '200' })
    const silent = await openVisitor(server.url, server.channelId)
    const alive = await openVisitor(server.url, server.channelId)
    const beat = setInterval(() => alive.send(0, { $case: 'heartbeat', value: {} }), 50)
    try {
      assert.equal((await silent.closing()).code, closeCodes.idle_timeout.code)
      assert.equal(alive.closed, undefined)
      assert.ok(alive.frames.some(({ body }) => body?.$case === 'heartbeatReply'))
    } finally {
      clearInterval(beat)
    }
  })

  test('that does not read is told to catch up, and the server keeps no more than its bound', async () => {
    await using server = await startServer({
      PARLEY_GATEWAY_OUTBOX_BYTES_MAX: '4096',
      PARLEY_GATEWAY_FRAMES_PER_SECOND_MAX: '100000',
    })
    const writer = await openVisitor(server.url, server.channelId)
    const id = await startedBy(writer)
    const cookie = await server.signIn(await server.addAgent('Mei'))
    const reader = await openRaw(server.url, { cookie })
    await reader.ask(1, agentHello)
    await reader.ask(2, { $case: 'watch', value: { conversationId: id, isWatching: true } })
    // As if the agent's computer stood still: what the kernel takes is not endless either.
    reader.socket.pause()
    const text = '很'.repeat(TEXT_LENGTH_MAX)
    const count = 600
    for (let number = 0; number < count; number += 1) {
      writer.send(10 + number, post(id, `m${number}`, text))
      if (number % 20 === 19) await writer.answer(10 + number)
    }
    reader.socket.resume()
    const behind = await until(
      'the reader is told',
      () => reader.frames.find(({ body }) => body?.$case === 'behind')?.body,
    )
    assert.ok(behind.$case === 'behind')
    assert.equal(behind.value.conversationId, id)
    assert.equal(behind.value.lastSeq, count + 1)
    const seen = reader.frames.flatMap(({ body }) =>
      body?.$case === 'messagePosted' ? [body.value.message?.seq ?? 0] : [],
    )
    assert.ok(seen.length < count)
    assert.deepEqual(
      seen,
      [...seen].sort((one, other) => one - other),
    )
  })

  test('is closed for good when its agent signs out', async () => {
    await using server = await startServer()
    const cookie = await server.signIn(await server.addAgent('Mei'))
    const client = await openRaw(server.url, { cookie })
    await client.ask(1, agentHello)
    await server.request('/api/sign-out', { method: 'POST', cookie })
    assert.equal((await client.closing()).code, closeCodes.signed_out.code)
    const again = await openRaw(server.url, { cookie })
    assert.equal(reasonOf(await again.ask(1, agentHello)), 'not_signed_in')
  })

  test('loses nothing that was acked when a stop comes in the middle', async () => {
    await using folder = await temporaryFolder()
    const { channelId } = await hireStaff(folder.path, 0)
    await using server = await startProcess('start', folder.path, {
      PARLEY_GATEWAY_FRAMES_PER_SECOND_MAX: '100000',
    })
    const client = await openRaw(server.url)
    const welcome = await client.ask(1, visitorHello(channelId))
    assert.ok(welcome.$case === 'welcome' && welcome.value.who?.$case === 'visitor')
    const id = await startedBy(client)
    const numbers = Array.from({ length: 150 }, (_, index) => 10 + index)
    const posts = numbers.map((number) => post(id, `m${number}`, 'one more'))
    for (const [index, body] of posts.entries()) client.send(10 + index, body)
    // Some are stored, some are not, some are on their way.
    await client.answer(10)
    const stopping = server.stop()
    assert.equal((await client.closing()).code, closeCodes.draining.code)
    await stopping
    const acked = client.frames.flatMap(({ body }) =>
      body?.$case === 'posted' ? [body.value.seq] : [],
    )
    assert.ok(acked.length > 0)

    await server.start()
    const again = await openRaw(server.url)
    await again.ask(1, visitorHello(channelId, welcome.value.who.value.visitorToken))
    const kept = await logOf(again, id, 2)
    assert.deepEqual(
      acked.filter((seq) => !kept.some((message) => message.seq === seq)),
      [],
    )
    // Sent again, all stand there once, in one order.
    for (const [index, body] of posts.entries()) {
      assert.equal((await again.ask(10 + index, body)).$case, 'posted')
    }
    const log = await logOf(again, id, 5)
    assert.deepEqual(
      log.map(({ seq }) => seq),
      log.map((_, index) => index + 1),
    )
    assert.deepEqual(
      log.map(({ clientId }) => clientId),
      ['start-2', ...numbers.map((number) => `m${number}`)],
    )
  })

  test('hears of a stop, and may come back', async () => {
    const server = await startServer()
    const client = await openVisitor(server.url, server.channelId)
    const id = await startedBy(client)
    for (let number = 0; number < 20; number += 1) {
      client.send(10 + number, post(id, `m${number}`, 'one more'))
    }
    await client.answer(29)
    await server[Symbol.asyncDispose]()
    assert.equal((await client.closing()).code, closeCodes.draining.code)
    const draining = client.frames.find(({ body }) => body?.$case === 'draining')
    assert.ok(draining?.body?.$case === 'draining' && draining.body.value.reconnectAfterMs > 0)
  })
})
