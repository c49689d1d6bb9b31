import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Connection } from '@parley/client'
import { AuthorKind, ConversationStatus, InboxView, Refusal } from '@parley/protocol'
import { startServer, type TestServer } from './_harness/server.ts'
import { pushes, stopped, until, welcome } from './_harness/wait.ts'

async function startedBy(visitor: Connection, text = '你好 👋', clientId = 'first') {
  const started = await visitor.request(
    { $case: 'startConversation', value: { clientId, text: { text } } },
    'conversationStarted',
  )
  assert.ok(started.conversation !== undefined)
  return started.conversation
}

const postText = (conversationId: string, clientId: string, text: string) =>
  ({
    $case: 'post',
    value: { conversationId, clientId, content: { $case: 'text', value: { text } } },
  }) as const

const changeTo = (conversationId: string, change: 'take' | 'release' | 'resolve' | 'reopen') =>
  ({
    $case: 'changeConversation',
    value: { conversationId, change: { $case: change, value: {} } },
  }) as const

async function agentOf(server: TestServer, name: string) {
  const connection = server.agent(await server.signIn(await server.addAgent(name)))
  await welcome(connection)
  return connection
}

function refusedWith(reason: string) {
  return (error: unknown) => {
    assert.ok(error instanceof Refusal)
    assert.equal(error.reason, reason)
    return true
  }
}

describe('a conversation', () => {
  test('goes from the visitor to an agent and back', async () => {
    await using server = await startServer()
    const visitor = server.visitor()
    const mei = await agentOf(server, 'Mei')
    const conversation = await startedBy(visitor)
    assert.equal(conversation.status, ConversationStatus.QUEUED)

    const listed = await mei.request(
      { $case: 'listConversations', value: { view: InboxView.UNASSIGNED, cursor: '', limit: 50 } },
      'conversationPage',
    )
    assert.deepEqual(
      listed.conversations.map(({ id, unreadCount, preview }) => [id, unreadCount, preview?.text]),
      [[conversation.id, 1, '你好 👋']],
    )
    const toVisitor = pushes(visitor, 'messagePosted')
    const toAgent = pushes(mei, 'messagePosted')
    await mei.request(changeTo(conversation.id, 'take'), 'done')
    await mei.request(postText(conversation.id, 'reply', '您好！'), 'posted')
    await visitor.request(postText(conversation.id, 'more', 'OK 🎉'), 'posted')
    await until('both heard all', () => toVisitor.length === 3 && toAgent.length === 3)
    for (const heard of [toVisitor, toAgent]) {
      assert.deepEqual(
        heard.map(({ message }) => [message?.seq, message?.authorKind, message?.content?.$case]),
        [
          [2, AuthorKind.AGENT, 'event'],
          [3, AuthorKind.AGENT, 'text'],
          [4, AuthorKind.CONTACT, 'text'],
        ],
      )
    }
    const page = await visitor.request(
      {
        $case: 'fetchMessages',
        value: {
          conversationId: conversation.id,
          range: { $case: 'beforeSeq', value: 0 },
          limit: 50,
        },
      },
      'messagePage',
    )
    assert.deepEqual(
      page.messages.map(({ seq }) => seq),
      [1, 2, 3, 4],
    )
    assert.equal(page.hasMore, false)
  })

  test('is had by one of two agents who take it at once', async () => {
    await using server = await startServer()
    const agents = [await agentOf(server, 'Mei'), await agentOf(server, 'Mo')]
    const { id } = await startedBy(server.visitor())
    const results = await Promise.allSettled(
      agents.map((agent) => agent.request(changeTo(id, 'take'), 'done')),
    )
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const lost = results.find((result) => result.status === 'rejected')
    refusedWith('conflict')(lost?.reason)
  })

  test('keeps notes from the visitor and leaves no gap', async () => {
    await using server = await startServer()
    const visitor = server.visitor()
    const mei = await agentOf(server, 'Mei')
    const { id } = await startedBy(visitor)
    const heard = pushes(visitor, 'messagePosted')
    await mei.request(
      {
        $case: 'post',
        value: {
          conversationId: id,
          clientId: 'n',
          content: { $case: 'note', value: { text: 'secret' } },
        },
      },
      'posted',
    )
    await until('the visitor heard of a place taken', () => heard.length === 1)
    assert.deepEqual(heard[0]?.message, {
      conversationId: id,
      seq: 2,
      clientId: '',
      authorKind: AuthorKind.UNSPECIFIED,
      authorId: '',
      authorName: '',
      postedAt: 0,
      content: { $case: 'withheld', value: {} },
    })
    await assert.rejects(
      visitor.request(
        {
          $case: 'post',
          value: {
            conversationId: id,
            clientId: 'x',
            content: { $case: 'note', value: { text: 'mine' } },
          },
        },
        'posted',
      ),
      refusedWith('not_allowed'),
    )
  })

  test('comes back to the queue when the visitor writes after it was resolved', async () => {
    await using server = await startServer()
    const visitor = server.visitor()
    const mei = await agentOf(server, 'Mei')
    const { id } = await startedBy(visitor)
    await mei.request(changeTo(id, 'take'), 'done')
    await mei.request(changeTo(id, 'resolve'), 'done')
    const changes = pushes(visitor, 'conversationChanged')
    const lists = pushes(mei, 'inboxChanged')
    await visitor.request(postText(id, 'again', 'one more thing'), 'posted')
    await until('it is queued', () =>
      changes.some(({ conversation }) => conversation?.status === ConversationStatus.QUEUED),
    )
    await until('the lists tell', () =>
      lists.some(({ conversations }) =>
        conversations.some((one) => one.id === id && one.status === ConversationStatus.QUEUED),
      ),
    )
  })

  test('shows what the visitor types to agents, until the workspace turns it off', async () => {
    await using server = await startServer()
    const visitor = server.visitor()
    const email = await server.addAgent('Boss', 'owner')
    const cookie = await server.signIn(email)
    const boss = server.agent(cookie)
    await welcome(boss)
    const { id } = await startedBy(visitor)
    await boss.request({ $case: 'watch', value: { conversationId: id, isWatching: true } }, 'done')
    const typing = pushes(boss, 'typingChanged')
    const type = (text: string) =>
      visitor.request(
        { $case: 'typing', value: { conversationId: id, isTyping: true, text } },
        'done',
      )
    await type('我想')
    await until('the agent sees it', () => typing.length === 1)
    assert.equal(typing[0]?.text, '我想')
    const changed = await server.request('/api/workspace', {
      method: 'PATCH',
      body: { isTypingPreviewOn: false },
      cookie,
    })
    assert.equal(changed.status, 200)
    await until('the text is kept back', async () => {
      await type('secret')
      return typing.at(-1)?.text === '' && typing.at(-1)?.isTyping === true
    })
  })

  test('tells both sides how far it was read', async () => {
    await using server = await startServer()
    const visitor = server.visitor()
    const mei = await agentOf(server, 'Mei')
    const { id } = await startedBy(visitor)
    await mei.request(changeTo(id, 'take'), 'done')
    const seen = pushes(visitor, 'cursorMoved')
    await mei.request(
      { $case: 'moveCursor', value: { conversationId: id, deliveredSeq: 2, readSeq: 1 } },
      'done',
    )
    await until('the visitor knows', () => seen.length === 1)
    assert.deepEqual(seen, [
      { conversationId: id, side: AuthorKind.AGENT, deliveredSeq: 2, readSeq: 1 },
    ])
  })

  test('is the same one when its start is sent again', async () => {
    await using server = await startServer()
    const visitor = server.visitor()
    const first = await startedBy(visitor, 'hi', 'same')
    assert.equal((await startedBy(visitor, 'hi', 'same')).id, first.id)
  })
})

describe('what is not one’s own', () => {
  test('stays out of reach of other visitors and other workspaces', async () => {
    await using server = await startServer()
    const { id } = await startedBy(server.visitor())
    const other = await server.app.people.storage.db
      .insertInto('workspaces')
      .values({ id: 'other', name: 'Other', isTypingPreviewOn: 1, createdAt: 0 })
      .execute()
      .then(() => server.addAgent('Spy', 'owner', 'other'))
    const spies = [server.visitor(), server.agent(await server.signIn(other))]
    for (const spy of spies) {
      await welcome(spy)
      const attempts = [
        () => spy.request(postText(id, 'x', 'hello'), 'posted'),
        () =>
          spy.request(
            { $case: 'fetchMessages', value: { conversationId: id, range: undefined, limit: 10 } },
            'messagePage',
          ),
        () =>
          spy.request(
            { $case: 'moveCursor', value: { conversationId: id, deliveredSeq: 1, readSeq: 1 } },
            'done',
          ),
        () =>
          spy.request(
            { $case: 'typing', value: { conversationId: id, isTyping: true, text: '' } },
            'done',
          ),
      ]
      for (const attempt of attempts) await assert.rejects(attempt(), refusedWith('not_found'))
    }
    const [visitor, agent] = spies as [Connection, Connection]
    for (const [spy, reason] of [
      [visitor, 'not_allowed'],
      [agent, 'not_found'],
    ] as const) {
      const attempts = [
        () =>
          spy.request(
            { $case: 'fetchConversation', value: { conversationId: id } },
            'conversationDetails',
          ),
        () => spy.request(changeTo(id, 'take'), 'done'),
        () =>
          spy.request({ $case: 'watch', value: { conversationId: id, isWatching: true } }, 'done'),
      ]
      for (const attempt of attempts) await assert.rejects(attempt(), refusedWith(reason))
    }
    const page = await agent.request(
      { $case: 'listConversations', value: { view: InboxView.ALL, cursor: '', limit: 50 } },
      'conversationPage',
    )
    assert.deepEqual(page.conversations, [])
  })

  test('opens to nobody without a session, from a foreign page, or on a foreign channel', async () => {
    await using server = await startServer()
    assert.equal((await stopped(server.agent('parley_session=wrong'))).reason, 'not_signed_in')
    const { WebSocket } = await import('ws')
    const cookie = await server.signIn(await server.addAgent('Mei'))
    const foreign = server.agent(cookie, {
      createSocket: (url) =>
        new WebSocket(url, { headers: { cookie, origin: 'https://evil.example' } }) as never,
    })
    assert.equal((await stopped(foreign)).reason, 'origin_not_allowed')
    await server.app.channels.change(server.workspaceId, server.channelId, {
      allowedDomains: ['shop.example'],
    })
    const elsewhere = server.visitor('', {
      createSocket: (url) =>
        new WebSocket(url, { headers: { origin: 'https://evil.example' } }) as never,
    })
    assert.equal((await stopped(elsewhere)).reason, 'not_found')
  })

  test('closes at once when the session ends', async () => {
    await using server = await startServer()
    const email = await server.addAgent('Mei')
    const [here, there] = [await server.signIn(email), await server.signIn(email)]
    const [one, other] = [server.agent(here), server.agent(there)]
    await welcome(one)
    await welcome(other)
    await server.request('/api/sign-out', { method: 'POST', cookie: here })
    assert.equal((await stopped(one)).reason, 'not_signed_in')
    assert.equal(other.status.state, 'online')
    await server.request('/api/sign-out-everywhere', { method: 'POST', cookie: there })
    await stopped(other)
  })
})
