import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { closeCodes, TEXT_LENGTH_MAX } from '@parley/protocol'
import { startProcess } from './_harness/process.ts'
import { agentHello, openRaw, openVisitor, visitorHello } from './_harness/raw-client.ts'
import { logOf, post, reasonOf, startedBy } from './_harness/requests.ts'
import { startServer } from './_harness/server.ts'
import { hireStaff } from './_harness/staff.ts'
import { temporaryFolder } from './_harness/temporary-folder.ts'
import { until } from './_harness/wait.ts'

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
