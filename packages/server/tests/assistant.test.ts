import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Connection } from '@parley/client'
import { AnswerOffer, AuthorKind, ConversationStatus, type Message } from '@parley/protocol'
import type { WidgetSettings } from '@parley/protocol/rest'
import type {
  AnswerPage,
  AssistantFigures,
  AssistantSettings,
  Trial,
} from '@parley/protocol/rest/assistant'
import type { Article } from '@parley/protocol/rest/knowledge'
import { createWorkspace } from '../src/people/index.ts'
import { answerOf, reasonOf } from './_harness/answers.ts'
import { startServer } from './_harness/server.ts'
import { pushes, until, welcome } from './_harness/wait.ts'

const faq = {
  kind: 'faq',
  title: '退款多久到账？',
  phrasings: ['钱什么时候退回来'],
  body: '三到五个工作日。',
  locale: 'zh-CN',
  isPublished: true,
}

/** One pixel. */
const avatar =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** A server whose assistant is on and knows one answer. */
async function openShop() {
  await using opened = new AsyncDisposableStack()
  const server = opened.use(await startServer())
  const cookie = await server.signIn(await server.addAgent('Ada', 'admin'))
  const call = async <Result>(method: string, path: string, body?: unknown): Promise<Result> =>
    answerOf<Result>(
      await server.request(path, { method, cookie, ...(body === undefined ? {} : { body }) }),
    )
  await call('PATCH', '/api/assistant', { isOn: true, name: '小帕' })
  const article = await call<Article>('POST', '/api/knowledge/articles', faq)
  const closing = opened.move()
  return { server, cookie, call, article, [Symbol.asyncDispose]: () => closing.disposeAsync() }
}

/** A visitor who asks, and reads what comes. */
async function ask(visitor: Connection, text: string) {
  await welcome(visitor)
  const posted = pushes(visitor, 'messagePosted')
  const { conversation } = await visitor.request(
    { $case: 'startConversation', value: { clientId: 'first', text: { text } } },
    'conversationStarted',
  )
  const id = conversation?.id ?? ''
  const from = (kind: AuthorKind) => (): Message | false =>
    posted.map(({ message }) => message).findLast((message) => message?.authorKind === kind) ??
    false
  return { id, conversation, answer: () => until('an answer', from(AuthorKind.ASSISTANT)), posted }
}

const textOf = ({ content }: Message) => (content?.$case === 'text' ? content.value.text : '')

describe('the assistant of a workspace', () => {
  test('is off until it is switched on, by administrators alone', async () => {
    await using server = await startServer()
    const { conversation } = await ask(server.visitor(), '退款多久到账？')
    assert.equal(conversation?.status, ConversationStatus.QUEUED)
    const agent = await server.signIn(await server.addAgent('Bo'))
    const refused = await server.request('/api/assistant', {
      method: 'PATCH',
      body: { isOn: true },
      cookie: agent,
    })
    assert.equal(await reasonOf(refused), 'not_allowed')
  })

  test('shows visitors its name, its picture and its first words, where it answers', async () => {
    await using shop = await openShop()
    const { server, call } = shop
    const settings = await call<AssistantSettings>('GET', '/api/assistant')
    const face = async () =>
      (await call<WidgetSettings>('GET', `/api/widget/${server.channelId}`)).assistant
    assert.deepEqual(await face(), {
      name: '小帕',
      avatar: '',
      greetings: { 'zh-CN': '', en: '' },
    })
    const texts = { ...settings.texts, en: { ...settings.texts.en, greeting: 'Ask me!' } }
    await call('PATCH', '/api/assistant', { avatar, texts })
    const { avatar: path = '', ...rest } = (await face()) ?? {}
    assert.deepEqual(rest, { name: '小帕', greetings: { 'zh-CN': '', en: 'Ask me!' } })
    const picture = await server.request(path)
    assert.equal(picture.headers.get('content-type'), 'image/png')
    assert.match(picture.headers.get('cache-control') ?? '', /immutable/)
    const bytes = Buffer.from(await picture.arrayBuffer())
    assert.equal(`data:image/png;base64,${bytes.toString('base64')}`, avatar)
    await call('PATCH', '/api/assistant', { exceptChannels: [server.channelId] })
    assert.equal(await face(), null)
    assert.equal((await server.request(path)).status, 404)
  })

  test('takes no avatar that is not a small picture', async () => {
    await using shop = await openShop()
    const { server, cookie, call } = shop
    const header = Buffer.from(avatar.slice(avatar.indexOf(',') + 1), 'base64')
    const large = Buffer.from(header)
    large.writeUInt16BE(300, 18)
    const asPng = (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`
    const bad = [
      'https://example.com/cat.png',
      `data:image/svg+xml;base64,${Buffer.from('<svg/>').toString('base64')}`,
      avatar.replace('png', 'webp'),
      asPng(Buffer.from('no picture at all')),
      asPng(header.subarray(0, -6)),
      asPng(large),
    ]
    for (const wrong of bad) {
      const body = { avatar: wrong, name: 'Changed' }
      const refused = await server.request('/api/assistant', { method: 'PATCH', cookie, body })
      assert.equal(await reasonOf(refused), 'bad_input', wrong.slice(0, 40))
    }
    const { name, avatar: kept } = await call<AssistantSettings>('GET', '/api/assistant')
    assert.deepEqual([name, kept], ['小帕', ''])
  })

  test('answers from an article, and says which', async () => {
    await using shop = await openShop()
    const { conversation, answer } = await ask(shop.server.visitor(), '请问钱什么时候退回来呢')
    assert.equal(conversation?.status, ConversationStatus.BOT)
    const message = await answer()
    assert.equal(textOf(message), '三到五个工作日。')
    assert.equal(message.authorName, '小帕')
    const { content } = message
    assert.ok(content?.$case === 'text')
    assert.deepEqual(
      content.value.answer?.citations.map(({ title, articleId }) => [title, articleId]),
      [['退款多久到账？', shop.article.id]],
    )
  })

  test('tells the same from its cache, until the article changes', async () => {
    await using shop = await openShop()
    const decidedBy = async () => {
      const trial = await shop.call<Trial>('POST', '/api/assistant/try', {
        text: '退款多久到账？',
        channelId: shop.server.channelId,
      })
      return [trial.trace.decidedBy, trial.text]
    }
    await (await ask(shop.server.visitor(), '退款多久到账？')).answer()
    assert.deepEqual(await decidedBy(), ['cache', '三到五个工作日。'])
    await shop.call('PATCH', `/api/knowledge/articles/${shop.article.id}`, {
      version: shop.article.version,
      body: '七个工作日。',
      isPublished: true,
    })
    assert.deepEqual(await decidedBy(), ['articles', '七个工作日。'])
  })

  test('measures each question by the one that was answered, however often it is told again', async () => {
    await using shop = await openShop()
    const near = '退款一般几天到账'
    await (await ask(shop.server.visitor(), '退款多久到账？')).answer()
    await (await ask(shop.server.visitor(), near)).answer()
    const { trace } = await shop.call<Trial>('POST', '/api/assistant/try', {
      text: near,
      channelId: shop.server.channelId,
    })
    assert.equal(trace.decidedBy, 'cache')
    assert.match(trace.steps.at(-1)?.details[0] ?? '', /^"退款多久到账",/)
  })

  test('says that it does not know, and brings a person when it is asked to', async () => {
    await using shop = await openShop()
    const { server } = shop
    const visitor = server.visitor()
    const { id, answer } = await ask(visitor, 'What is the meaning of life?')
    const { content } = await answer()
    assert.ok(content?.$case === 'text')
    assert.equal(content.value.answer?.offer, AnswerOffer.PERSON)
    const changes = pushes(visitor, 'conversationChanged')
    await visitor.request({ $case: 'askForPerson', value: { conversationId: id } }, 'done')
    const changed = await until('the queue', () => changes.at(-1)?.conversation ?? false)
    assert.equal(changed.status, ConversationStatus.QUEUED)
  })

  test('asks back what may have been meant, of what visitors may read', async () => {
    await using shop = await openShop()
    const { server, call } = shop
    const secret = { ...faq, title: '退款加急怎么申请？', phrasings: [], audience: 'agents' }
    await call('POST', '/api/knowledge/articles', secret)
    const { content } = await (await ask(server.visitor(), '退款可以加急到账吗')).answer()
    assert.ok(content?.$case === 'text')
    assert.deepEqual(content.value.answer?.suggestions, ['退款多久到账？'])
    assert.equal(content.value.answer?.offer, AnswerOffer.PERSON)
  })

  test('keeps what became of each question, and what visitors say of it', async () => {
    await using shop = await openShop()
    const visitor = shop.server.visitor()
    const { id, answer } = await ask(visitor, '退款多久到账？')
    const { seq } = await answer()
    await visitor.request(
      { $case: 'rateAnswer', value: { conversationId: id, seq, isHelpful: true } },
      'done',
    )
    const { answers } = await shop.call<AnswerPage>(
      'GET',
      `/api/assistant/answers?conversation=${id}`,
    )
    assert.equal(answers.length, 1)
    assert.equal(answers[0]?.isHelpful, true)
    assert.deepEqual(answers[0]?.sources, [
      { kind: 'article', id: shop.article.id, version: shop.article.version },
    ])
    const figures = await shop.call<AssistantFigures>('GET', '/api/assistant/figures')
    assert.equal(figures.questions, 1)
    assert.deepEqual(figures.answeredBy, { articles: 1 })
    assert.equal(figures.helpful, 1)
  })

  test('calls a person who is asked for in the visitor’s own words', async () => {
    await using shop = await openShop()
    const trial = await shop.call<Trial>('POST', '/api/assistant/try', {
      text: '转人工',
      channelId: shop.server.channelId,
    })
    assert.equal(trial.text, '')
    assert.equal(trial.trace.reason, 'wanted')
  })

  test('tells an agent of one workspace nothing of another', async () => {
    await using shop = await openShop()
    await (await ask(shop.server.visitor(), '退款多久到账？')).answer()
    const { app } = shop.server
    const other = await createWorkspace(app.people, 'Coffee')
    const cookie = await shop.server.signIn(await shop.server.addAgent('Eve', 'admin', other.id))
    const read = async <Result>(path: string) =>
      answerOf<Result>(await shop.server.request(path, { cookie }))
    assert.deepEqual((await read<AnswerPage>('/api/assistant/answers')).answers, [])
    assert.equal((await read<AssistantFigures>('/api/assistant/figures')).questions, 0)
    assert.equal((await read<AssistantSettings>('/api/assistant')).isOn, false)
  })
})
