import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CopilotHelp, CopilotRequest } from '@parley/protocol/rest/copilot'
import { startStandIn } from '@parley/stand-ins'
import { answerOf, reasonOf } from './_harness/answers.ts'
import { startServer } from './_harness/server.ts'
import { welcome } from './_harness/wait.ts'

/** A shop that knows one thing, where a visitor has asked for it. */
async function openShop() {
  await using opened = new AsyncDisposableStack()
  const server = opened.use(await startServer())
  const standIn = opened.use(await startStandIn('openai', {}))
  const admin = await server.signIn(await server.addAgent('Ada', 'admin'))
  const agent = await server.signIn(await server.addAgent('Bo'))
  const post = (path: string, cookie: string, body: unknown) =>
    server.request(path, { method: 'POST', cookie, body })
  await post('/api/knowledge/articles', admin, {
    kind: 'document',
    title: 'Returns',
    body: 'Unopened tea can be returned within fourteen days.',
    locale: 'en',
    isPublished: true,
  })
  const visitor = server.visitor()
  await welcome(visitor)
  const text = 'Can I return unopened tea? I am at anna@example.com'
  const { conversation } = await visitor.request(
    { $case: 'startConversation', value: { clientId: 'first', text: { text } } },
    'conversationStarted',
  )
  const conversationId = conversation?.id ?? ''
  const help = (task: CopilotRequest['task'], more: object = {}) =>
    post('/api/copilot', agent, { conversationId, task, ...more })
  const addEngine = async () =>
    post('/api/engines', admin, {
      make: 'openai',
      name: 'E',
      settings: { baseUrl: standIn.baseUrl, model: 'm' },
      reach: 'in_house',
    })
  const closing = opened.move()
  return {
    server,
    admin,
    standIn,
    help,
    addEngine,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

describe('the copilot', () => {
  test('suggests the best article and sums up without an engine; the rest says what it needs', async () => {
    await using shop = await openShop()
    const reply = await answerOf<CopilotHelp>(await shop.help('reply'))
    assert.match(reply.text, /fourteen days/)
    assert.deepEqual(
      reply.citations.map(({ title }) => title),
      ['Returns'],
    )
    const summary = await answerOf<CopilotHelp>(await shop.help('summary'))
    assert.match(summary.text, /Can I return unopened tea/)
    assert.equal(await reasonOf(await shop.help('shorter', { text: 'A long text.' })), 'conflict')
  })

  test('lets an engine write from the same knowledge; what is personal stays in the house', async () => {
    await using shop = await openShop()
    await shop.addEngine()
    shop.standIn.script = { text: 'Yes, within fourteen days [1]. We write to [EMAIL_1].' }
    const reply = await answerOf<CopilotHelp>(await shop.help('reply'))
    assert.equal(reply.text, 'Yes, within fourteen days. We write to anna@example.com.')
    assert.deepEqual(
      reply.citations.map(({ title }) => title),
      ['Returns'],
    )
    const sent = shop.standIn.requests.map(({ text }) => text).join()
    assert.match(sent, /fourteen days/)
    assert.doesNotMatch(sent, /anna@example/)
    shop.standIn.script = { text: '好的。' }
    const translated = await answerOf<CopilotHelp>(
      await shop.help('translate', { text: '请十四天内寄回。' }),
    )
    assert.equal(translated.text, '好的。')
    assert.match(shop.standIn.requests.at(-1)?.text ?? '', /into English/)
  })

  test('rests on what agents alone may read and on the graph, and says so', async () => {
    await using shop = await openShop()
    const { server } = shop
    const author = { workspaceId: server.workspaceId, agentId: 'ada' }
    await server.request('/api/knowledge/articles', {
      method: 'POST',
      cookie: shop.admin,
      body: {
        kind: 'document',
        title: 'Tea that is unopened: what to tell',
        body: 'Unopened tea: offer a voucher first.',
        locale: 'en',
        audience: 'agents',
        isPublished: true,
      },
    })
    await server.app.knowledge.graph.putEntity(author, {
      key: 'tea',
      type: 'product',
      name: 'Unopened tea',
      attributes: { season: 'spring' },
    })
    await shop.addEngine()
    shop.standIn.script = { text: 'A voucher [1], or the money back [2], it is spring [3].' }
    const { citations } = await answerOf<CopilotHelp>(await shop.help('reply'))
    const internal = new Map(citations.map(({ title, isInternal }) => [title, isInternal]))
    assert.equal(internal.get('Tea that is unopened: what to tell'), true)
    assert.equal(internal.get('Returns'), false)
    assert.equal(internal.get('Unopened tea'), false)
    assert.match(shop.standIn.requests.at(-1)?.text ?? '', /season: spring/)
  })

  test('knows no conversation of others, and no help without a text', async () => {
    await using shop = await openShop()
    await shop.addEngine()
    assert.equal(await reasonOf(await shop.help('reply', { conversationId: 'none' })), 'not_found')
    assert.equal(await reasonOf(await shop.help('formal', { text: ' ' })), 'bad_input')
    shop.standIn.script = { reply: { status: 500, body: 'broken' } }
    assert.equal(await reasonOf(await shop.help('shorter', { text: 'Long.' })), 'overloaded')
  })
})
