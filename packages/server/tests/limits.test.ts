import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { TEXT_LENGTH_MAX } from '@parley/protocol'
import { openRaw, openVisitor } from './_harness/raw-client.ts'
import { logOf, post, reasonOf, start, startedBy } from './_harness/requests.ts'
import { startServer } from './_harness/server.ts'
import { until } from './_harness/wait.ts'

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
