import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConversationStatus, type Message } from '@parley/protocol'
import type { AnswerPage, Trial } from '@parley/protocol/rest/assistant'
import type { GraphView } from '@parley/protocol/rest/graph'
import type { Article } from '@parley/protocol/rest/knowledge'
import { converse, openShop, textOf } from './_harness/shop.ts'
import { pushes, until } from './_harness/wait.ts'

const tea = {
  key: 'tea:longjing',
  type: 'product',
  name: 'Longjing',
  names: { 'zh-CN': '明前龙井' },
  aliases: ['龙井'],
  attributes: { price: '¥168' },
}
const oolong = { key: 'tea:oolong', type: 'product', name: 'Oolong', attributes: { price: '¥128' } }
const pathOf = ({ trace }: Trial) =>
  trace.steps.find(({ name }) => name === 'graph')?.details.join(' | ')

describe('the graph in the pipeline', () => {
  test('answers by a built-in intent, in both languages, and shows the path', async () => {
    await using shop = await openShop()
    await shop.call('POST', '/api/knowledge/graph/entities', tea)
    const chinese = await shop.tryOut('请问龙井多少钱？')
    assert.equal(chinese.text, '明前龙井的价格是 ¥168。')
    assert.equal(chinese.trace.decidedBy, 'graph')
    const english = await shop.tryOut('How much is Longjing?')
    assert.equal(english.text, 'Longjing costs ¥168.')
    assert.deepEqual(english.citations, [{ title: 'product Longjing', url: '', articleId: '' }])
    assert.match(pathOf(english) ?? '', /product Longjing/)
  })

  test('follows a path, and a workspace’s own intent goes before the built-in one', async () => {
    await using shop = await openShop()
    const put = (kind: string, body: object) =>
      shop.call('POST', `/api/knowledge/graph/${kind}`, body)
    await put('entities', tea)
    await put('entities', { key: 'shop:hz', type: 'shop', name: 'Hangzhou shop' })
    await put('relations', { from: tea.key, type: 'stocked_at', to: 'shop:hz' })
    await put('intents', {
      key: 'product_price',
      subject: 'product',
      phrasings: { en: ['how much is {product}'] },
      answers: [{ path: ['stocked_at'], templates: { en: '{0} is {0.price} at the {1}.' } }],
    })
    const trial = await shop.tryOut('how much is longjing')
    assert.equal(trial.text, 'Longjing is ¥168 at the Hangzhou shop.')
    assert.equal(trial.citations[0]?.title, 'product Longjing → stocked at Hangzhou shop')
  })

  test('tells again from the cache, until just that fact changes', async () => {
    await using shop = await openShop()
    await shop.call('POST', '/api/knowledge/graph/entities', tea)
    await shop.call('POST', '/api/knowledge/graph/entities', oolong)
    const visitor = shop.server.visitor()
    const talk = await converse(visitor)
    assert.equal(textOf(await talk.ask('How much is Longjing?')), 'Longjing costs ¥168.')
    const other = await converse(shop.server.visitor())
    assert.equal(textOf(await other.ask('How much is Oolong?')), 'Oolong costs ¥128.')
    const changed = { ...tea, attributes: { price: '¥188' } }
    await shop.call('POST', '/api/knowledge/graph/entities', changed)
    const decided = async (text: string) => {
      const { trace, text: answer } = await shop.tryOut(text)
      return [trace.decidedBy, answer]
    }
    assert.deepEqual(await decided('how much is longjing'), ['graph', 'Longjing costs ¥188.'])
    assert.deepEqual(await decided('how much is oolong'), ['cache', 'Oolong costs ¥128.'])
  })

  test('tells one person’s order to that person alone, and keeps it from the cache', async () => {
    await using shop = await openShop()
    const talk = await converse(shop.server.visitor())
    const order = {
      key: 'order:812',
      type: 'order',
      name: '812',
      personal: `contact:${talk.contactId}`,
      attributes: { status: 'on its way' },
    }
    await shop.call('POST', '/api/knowledge/graph/entities', order)
    assert.equal(textOf(await talk.ask('where is order 812')), 'Order 812 is on its way.')
    const stranger = await converse(shop.server.visitor())
    assert.doesNotMatch(textOf(await stranger.ask('where is order 812')), /on its way/)
    // Nor about “my order”, nor about another one that nobody knows.
    assert.doesNotMatch(textOf(await talk.ask('where is order 999')), /on its way/)
  })

  test('a question without a name is about what was named before it', async () => {
    await using shop = await openShop()
    await shop.call('POST', '/api/knowledge/graph/entities', tea)
    const talk = await converse(shop.server.visitor())
    await talk.ask('Do you know Longjing?')
    assert.equal(textOf(await talk.ask('how much does it cost')), 'Longjing costs ¥168.')
  })

  test('a matter for people goes to people, whatever else could answer', async () => {
    await using shop = await openShop()
    await shop.call('POST', '/api/knowledge/graph/intents', {
      key: 'engraving',
      phrasings: { 'zh-CN': ['礼盒可以印公司标志吗'] },
      patterns: ['engrav'],
      isPeopleOnly: true,
    })
    for (const text of ['请问礼盒可以印公司标志吗', 'Can you engrave a box?']) {
      const { trace } = await shop.tryOut(text)
      assert.deepEqual([trace.decidedBy, trace.reason], ['intent', 'people_only'])
    }
    const { intents } = await shop.call<GraphView>('GET', '/api/knowledge/graph')
    assert.ok(intents.some(({ id }) => id === 'built-in:product_price'))
  })
})

describe('an answer from the cache', () => {
  const faq = {
    kind: 'faq',
    title: '退款多久到账？',
    phrasings: [],
    body: '三到五个工作日。',
    locale: 'zh-CN',
    isPublished: true,
  }

  test('that did not help is told to nobody again, and counted', async () => {
    await using shop = await openShop()
    await shop.call<Article>('POST', '/api/knowledge/articles', faq)
    await (await converse(shop.server.visitor())).ask('退款多久到账？')
    const talk = await converse(shop.server.visitor())
    const { seq } = await talk.ask('退款多久到账？')
    assert.equal((await shop.tryOut('退款多久到账？')).trace.decidedBy, 'cache')
    await talk.rate(seq, false)
    assert.equal((await shop.tryOut('退款多久到账？')).trace.decidedBy, 'articles')
    const { answers } = await shop.call<AnswerPage>('GET', '/api/assistant/answers')
    assert.deepEqual(
      answers.map(({ decidedBy, isHelpful }) => [decidedBy, isHelpful]),
      [
        ['cache', false],
        ['articles', null],
      ],
    )
  })

  test('that does not help counts as failed, and enough in a row bring a person', async () => {
    await using shop = await openShop()
    await shop.call('PATCH', '/api/assistant', { failedAnswersMax: 2 })
    await shop.call('POST', '/api/knowledge/articles', faq)
    const visitor = shop.server.visitor()
    const changes = pushes(visitor, 'conversationChanged')
    const status = () => changes.at(-1)?.conversation?.status
    const talk = await converse(visitor)
    const answers: Message[] = []
    // A good one stands between two that find nothing: no person yet.
    for (const text of ['火星上的天气如何？', faq.title, '泰坦尼克号几点开？', '退款要几天？'])
      answers.push(await talk.ask(text))
    assert.deepEqual(
      [textOf(answers[1] as Message), textOf(answers[3] as Message)],
      [faq.body, faq.body],
    )
    assert.notEqual(status(), ConversationStatus.QUEUED)
    await talk.rate(answers[3]?.seq ?? 0, false)
    await until('a person is called', () => status() === ConversationStatus.QUEUED)
  })

  test('needs the likeness that the workspace has set', async () => {
    await using shop = await openShop()
    await shop.call<Article>('POST', '/api/knowledge/articles', faq)
    await shop.call('PATCH', '/api/assistant', { thresholds: { cache: 1, faq: 0.8, graph: 0.72 } })
    await (await converse(shop.server.visitor())).ask('退款多久到账？')
    assert.equal((await shop.tryOut('退款的钱多久到账')).trace.decidedBy, 'articles')
    await shop.call('PATCH', '/api/assistant', {
      thresholds: { cache: 0.8, faq: 0.8, graph: 0.72 },
    })
    await (await converse(shop.server.visitor())).ask('退款多久到账？')
    assert.equal((await shop.tryOut('退款的钱多久到账')).trace.decidedBy, 'cache')
  })
})
