import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Engine } from '@parley/protocol/rest/engines'
import type { Article } from '@parley/protocol/rest/knowledge'
import type {
  FaqDraft,
  GoldenQuestion,
  GoldenReport,
  GoldenRun,
  UnansweredPage,
} from '@parley/protocol/rest/learning'
import { startStandIn } from '@parley/stand-ins'
import { change, post } from '../src/conversations/index.ts'
import { reasonOf } from './_harness/answers.ts'
import { converse, openShop } from './_harness/shop.ts'
import { until } from './_harness/wait.ts'

type Shop = Awaited<ReturnType<typeof openShop>>

const unanswered = ({ call }: Shop) => call<UnansweredPage>('GET', '/api/assistant/unanswered')

describe('unanswered questions', () => {
  test('are grouped and counted, left out once answered, and dismissed', async () => {
    await using shop = await openShop()
    for (const question of ['茶具可以租吗', '请问茶具可以租吗？', 'Do you sell coffee machines?']) {
      await (await converse(shop.server.visitor())).ask(question)
    }
    const groups = await until('three questions', async () => {
      const page = await unanswered(shop)
      return page.groups.reduce((sum, { count }) => sum + count, 0) === 3 && page.groups
    })
    assert.deepEqual(
      groups.map(({ question, count, causes }) => [question, count, causes]),
      [
        ['请问茶具可以租吗？', 2, { no_answer: 2 }],
        ['Do you sell coffee machines?', 1, { no_answer: 1 }],
      ],
    )
    assert.equal(groups[0]?.examples.length, 2)

    await shop.call('POST', '/api/knowledge/articles', {
      kind: 'faq',
      title: '茶具可以租吗',
      body: '可以。',
      locale: 'zh-CN',
      isPublished: true,
    })
    const question = 'Do you sell coffee machines?'
    assert.deepEqual(
      (await unanswered(shop)).groups.map((group) => group.question),
      [question],
    )
    await shop.call('POST', '/api/assistant/unanswered/dismissed', { question })
    const dismissed = await unanswered(shop)
    assert.deepEqual(dismissed.groups, [])
    const id = dismissed.dismissed[0]?.id
    await shop.call('DELETE', `/api/assistant/unanswered/dismissed/${id}`)
    assert.equal((await unanswered(shop)).groups.length, 1)
  })
})

describe('a draft from a conversation', () => {
  test('has the visitor’s question and the agent’s answer, without what is personal', async () => {
    await using shop = await openShop()
    const { app } = shop.server
    const talk = await converse(shop.server.visitor())
    await talk.ask('茶具可以租吗？我的电话 13812345678')
    const draft = () =>
      shop.server.request('/api/assistant/faq-drafts', {
        method: 'POST',
        cookie: shop.cookie,
        body: { conversationId: talk.id },
      })
    assert.equal(await reasonOf(await draft()), 'conflict')
    const scope = { workspaceId: shop.server.workspaceId }
    const by = { kind: 'agent', id: 'ada', name: 'Ada' } as const
    await change(app.conversations, scope, talk.id, by, { type: 'take' })
    await post(app.conversations, {
      scope,
      conversationId: talk.id,
      clientId: 'answer',
      author: by,
      content: { kind: 'text', text: '可以租，每天二十元。' },
    })
    await change(app.conversations, scope, talk.id, by, { type: 'resolve' })
    const made = (await (await draft()).json()) as FaqDraft
    assert.match(made.title, /^茶具可以租吗/)
    assert.doesNotMatch(made.title, /13812345678/)
    assert.equal(made.body, '可以租，每天二十元。')
    assert.equal(made.isRefined, false)
    const article = await shop.call<Article>('GET', `/api/knowledge/articles/${made.articleId}`)
    assert.equal(article.publishedVersion, 0)
  })
})

describe('golden questions', () => {
  test('tell what a draft makes better and worse before it is published', async () => {
    await using shop = await openShop()
    const article = await shop.call<Article>('POST', '/api/knowledge/articles', {
      kind: 'faq',
      title: '退款多久到账？',
      body: '三到五个工作日。',
      locale: 'zh-CN',
      isPublished: true,
    })
    const add = (question: string, expected: object) =>
      shop.call<GoldenQuestion>('POST', '/api/assistant/golden', {
        question,
        locale: 'zh-CN',
        expected,
      })
    await add('退款多久到账', { kind: 'article', articleId: article.id })
    await add('退款多久到账呢', { kind: 'contains', text: '七个工作日' })
    await add('转人工', { kind: 'handed_over' })
    await add('今天天气怎么样', { kind: 'not_answered' })
    const run = async (draft: object) => {
      const { id } = await shop.call<GoldenRun>('POST', '/api/assistant/golden/runs', draft)
      return until('the end of the run', async () => {
        const report = await shop.call<GoldenReport>('GET', `/api/assistant/golden/runs/${id}`)
        return report.finishedAt > 0 && report
      })
    }
    const changes = ({ results }: GoldenReport) =>
      Object.fromEntries(results.map(({ question, change: how }) => [question, how]))

    const published = await run({})
    assert.deepEqual([published.asked, published.right, published.problem], [4, 3, ''])
    const { version } = await shop.call<Article>('PATCH', `/api/knowledge/articles/${article.id}`, {
      version: article.version,
      body: '七个工作日。',
    })
    const drafted = await run({ articles: [{ id: article.id, version }] })
    assert.equal(drafted.right, 4)
    assert.deepEqual(changes(drafted), {
      退款多久到账: 'changed',
      退款多久到账呢: 'better',
      转人工: 'same',
      今天天气怎么样: 'same',
    })
    const withdrawn = await run({ articles: [{ id: article.id, version: 0 }] })
    assert.equal(changes(withdrawn).退款多久到账, 'worse')
    const without = await run({ settings: { steps: ['graph'] } })
    assert.equal(changes(without).退款多久到账, 'worse')
    // Visitors still hear what is published.
    assert.equal((await shop.tryOut('退款多久到账')).text, '三到五个工作日。')
    const runs = await shop.call<GoldenRun[]>('GET', '/api/assistant/golden/runs')
    assert.deepEqual(
      runs.map(({ isDraft }) => isDraft),
      [true, true, true, false],
    )
  })

  test('try an engine that is still off, and nobody else hears it', async () => {
    await using shop = await openShop()
    await using standIn = await startStandIn('openai', {
      script: { text: ['Green tea, ', 'at 80 degrees.'] },
    })
    const engine = await shop.call<Engine>('POST', '/api/engines', {
      make: 'openai',
      name: 'Trainee',
      settings: { baseUrl: standIn.baseUrl, model: 'm' },
      reach: 'in_house',
      isOn: false,
    })
    const question = 'How hot should the water be?'
    await shop.call<GoldenQuestion>('POST', '/api/assistant/golden', {
      question,
      locale: 'en',
      expected: { kind: 'contains', text: '80 degrees' },
    })
    const run = async (draft: object) => {
      const { id } = await shop.call<GoldenRun>('POST', '/api/assistant/golden/runs', draft)
      return until('the end of the run', async () => {
        const report = await shop.call<GoldenReport>('GET', `/api/assistant/golden/runs/${id}`)
        return report.finishedAt > 0 && report
      })
    }
    assert.equal((await run({})).right, 0)
    const tried = await run({ engines: [engine.id] })
    assert.deepEqual(
      tried.results.map(({ text, change: how }) => [text, how]),
      [['Green tea, at 80 degrees.', 'better']],
    )
    assert.notEqual((await shop.tryOut(question)).trace.decidedBy, 'engines')
    assert.equal(standIn.requests.length, 1)
  })
})
