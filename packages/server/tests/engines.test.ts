import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Connection } from '@parley/client'
import {
  AuthorKind,
  EventType,
  type Message,
  type ServerBodyOf,
  TEXT_LENGTH_MAX,
} from '@parley/protocol'
import type { AnswerPage, Trial } from '@parley/protocol/rest/assistant'
import type { EngineList, EngineTestResult } from '@parley/protocol/rest/engines'
import type { DeparturePage } from '@parley/protocol/rest/privacy'
import type { StandIn } from '@parley/stand-ins'
import { conversationIn, openEngineShop, spoken } from './_harness/engines.ts'
import { pushes, until, welcome } from './_harness/wait.ts'

async function ask(visitor: Connection, text: string) {
  await welcome(visitor)
  const posted = pushes(visitor, 'messagePosted')
  const drafts = pushes(visitor, 'answerDrafted')
  const { conversation } = await visitor.request(
    { $case: 'startConversation', value: { clientId: crypto.randomUUID(), text: { text } } },
    'conversationStarted',
  )
  const answer = () => until('an answer', () => lastAnswer(posted) ?? false)
  return { id: conversation?.id ?? '', posted, drafts, answer }
}

function lastAnswer(posted: readonly ServerBodyOf<'messagePosted'>[]): Message | undefined {
  return posted
    .map(({ message }) => message)
    .findLast((message) => message?.authorKind === AuthorKind.ASSISTANT)
}

const sentTo = ({ requests }: StandIn) => requests.map(({ text }) => text).join('\n')

describe('an engine', () => {
  test('writes the answer from what was found; what is personal stays in the house', async () => {
    await using shop = await openEngineShop()
    const pieces = ['To Japan within ', 'nine days [', '1', '], and we call [PHO', 'NE_1] [7].']
    const { standIn } = await shop.add('openai', { text: pieces })
    const { id, drafts, answer } = await ask(
      shop.server.visitor(),
      'Do you deliver abroad to Japan? Call me at 13812345678 please',
    )
    const message = await answer()
    const { text, answer: parts } = spoken(message)
    assert.equal(text, 'To Japan within nine days [1], and we call 13812345678 .')
    assert.deepEqual(
      parts?.citations.map(({ title }) => title),
      ['Delivery abroad'],
    )
    assert.ok(drafts.length > 0, 'nothing was shown while it was written')
    assert.match(sentTo(standIn), /\[PHONE_1\]/)
    assert.match(sentTo(standIn), /nine days/)
    assert.doesNotMatch(sentTo(standIn), /13812345678/)
    const answers = await until('it is recorded', async () => {
      const page = await shop.call<AnswerPage>('GET', '/api/assistant/answers')
      return page.answers.length > 0 && page.answers
    })
    assert.deepEqual(
      answers.map(({ decidedBy, engine }) => [decidedBy, engine]),
      [['engines', 'The openai']],
    )
    const departures = await until('it is noted', async () => {
      const page = await shop.call<DeparturePage>('GET', '/api/privacy/departures')
      return page.departures.length > 0 && page.departures
    })
    const [left, ...others] = departures
    assert.equal(others.length, 0)
    assert.deepEqual([left?.conversationId, left?.engineName], [id, 'The openai'])
    assert.equal(left?.redactions.PHONE, 2)
    // Whose question held a number is told to nobody else.
    const trial = await shop.call<Trial>('POST', '/api/assistant/try', {
      text: 'Do you deliver abroad to Japan? Call me at 13812345678 please',
      channelId: shop.server.channelId,
    })
    assert.equal(trial.trace.decidedBy, 'engines')
    assert.match(trial.prompts[0]?.text ?? '', /\[PHONE_1\]/)
  })

  test('is given what the graph knows of what is named, but nothing that is one person’s', async () => {
    await using shop = await openEngineShop()
    const { standIn } = await shop.add('openai', { text: 'It is loud [1], sold in Hangzhou [2].' })
    const author = { workspaceId: shop.server.workspaceId, agentId: 'ada' }
    const { graph } = shop.server.app.knowledge
    const about = { type: 'product', attributes: { noise: '62 dB', price: '¥300' } }
    await graph.putEntity(author, { key: 'product:k1', name: 'Kettle K1', ...about })
    await graph.putEntity(author, { key: 'shop:hz', type: 'shop', name: 'Hangzhou shop' })
    const tie = { from: 'product:k1', type: 'sold_at', to: 'shop:hz' }
    await graph.putRelation(author, tie)
    const personal = 'email:lin@example.com'
    await graph.putEntity(author, { key: 'order:9', type: 'order', name: 'Order 9', personal })
    await graph.putRelation(author, { from: 'order:9', type: 'contains', to: 'product:k1' })
    const { answer } = await ask(shop.server.visitor(), 'Would the Kettle K1 wake my baby?')
    const said = spoken(await answer())
    const given = sentTo(standIn).replaceAll('\\n', '\n')
    assert.match(given, /\[1\] Kettle K1\nnoise: 62 dB\nprice: ¥300\nsold at: Hangzhou shop/)
    assert.doesNotMatch(sentTo(standIn), /Order 9/)
    // There was one numbered piece: what the engine made up besides is taken out.
    assert.equal(said.text, 'It is loud [1], sold in Hangzhou .')
    assert.deepEqual(
      said.answer?.citations.map(({ title }) => title),
      ['Kettle K1'],
    )
    // The answer is told again until one of these facts changes.
    const decidedBy = async () => {
      const question = {
        text: 'Would the Kettle K1 wake my baby?',
        channelId: shop.server.channelId,
      }
      return (await shop.call<Trial>('POST', '/api/assistant/try', question)).trace.decidedBy
    }
    assert.equal(await decidedBy(), 'cache')
    await graph.putEntity(author, { key: 'shop:hz', type: 'shop', name: 'West Lake shop' })
    assert.equal(await decidedBy(), 'engines')
  })

  for (const make of ['coze', 'fastgpt', 'dify', 'maxkb', 'ragflow'] as const) {
    test(`answers and goes on with its own conversation: ${make}`, async () => {
      await using shop = await openEngineShop()
      const { standIn } = await shop.add(make, { text: '可以的，包邮。' })
      const visitor = shop.server.visitor()
      const { id, posted, answer } = await ask(visitor, '可以送到岛上吗？')
      assert.equal(spoken(await answer()).text, '可以的，包邮。')
      standIn.script = { text: '大约九天。' }
      await visitor.request(
        {
          $case: 'post',
          value: {
            clientId: crypto.randomUUID(),
            conversationId: id,
            content: { $case: 'text', value: { text: '那要等多久呢？' } },
          },
        },
        'posted',
      )
      await until('the second answer', () => {
        const message = lastAnswer(posted)
        return message !== undefined && spoken(message).text === '大约九天。'
      })
      const name = conversationIn(standIn.requests.at(-1))
      assert.notEqual(name, '')
      // Another visitor has another one.
      await (await ask(shop.server.visitor(), '可以送到山里吗？')).answer()
      assert.notEqual(conversationIn(standIn.requests.at(-1)), name)
    })
  }

  test('that hangs gives way to the next in its time, and is left alone until it is well', async () => {
    await using shop = await openEngineShop()
    const hanging = await shop.add(
      'openai',
      { stall: 'before_text' },
      { limits: { firstTextMs: 150, coldStartMs: 150, failuresMax: 1, restMs: 300 } },
    )
    await shop.add('dify', { text: 'The second one answers.' })
    const { answer } = await ask(shop.server.visitor(), 'Is anybody there at all?')
    assert.equal(spoken(await answer()).text, 'The second one answers.')
    const stateOf = async () => {
      const { engines } = await shop.call<EngineList>('GET', '/api/engines')
      return engines[0]?.state
    }
    const state = await stateOf()
    assert.equal(state?.failures.timed_out, 1)
    assert.notEqual(state?.breaker, 'closed')
    const test = await shop.call<EngineTestResult>('POST', `/api/engines/${hanging.engine.id}/test`)
    assert.deepEqual([test.works, test.error], [false, 'timed_out'])
    hanging.standIn.script = { text: 'Well again.' }
    await until('it is well', async () => (await stateOf())?.breaker === 'closed')
    const next = await ask(shop.server.visitor(), 'Hello, who is there now?')
    assert.equal(spoken(await next.answer()).text, 'Well again.')
  })

  test('is heard whole by a visitor whose connection was lost while it wrote, once', async () => {
    await using shop = await openEngineShop()
    const text = ['We carve ', 'teapots ', 'from plum ', 'wood.']
    await shop.add('openai', { text, betweenMs: 300 })
    const first = shop.server.visitor()
    const { who } = await welcome(first)
    assert.ok(who?.$case === 'visitor')
    const { id, drafts, posted } = await ask(first, 'What do you carve from wood?')
    await until('its first words', () => drafts.some((draft) => draft.text !== ''))
    first.close()

    const second = shop.server.visitor(who.value.visitorToken)
    const seen = pushes(second, 'answerDrafted')
    const told = pushes(second, 'messagePosted')
    const { text: again, offset } = await until('what is written so far', () => seen[0] ?? false)
    assert.equal(offset, 0)
    assert.match(again, /^We carve /)
    const answer = await until('the answer', () => lastAnswer(told) ?? false)
    assert.equal(spoken(answer).text, text.join(''))
    // The parts fit together: what was seen anew is the beginning of what stands.
    const parts = seen.filter(({ isDropped }) => !isDropped).map((part) => part.text)
    assert.ok(text.join('').startsWith(parts.join('')))
    assert.equal(lastAnswer(posted), undefined)
    const { messages } = await second.request(
      { $case: 'fetchMessages', value: { conversationId: id, range: undefined, limit: 10 } },
      'messagePage',
    )
    const answers = messages.filter(({ authorKind }) => authorKind === AuthorKind.ASSISTANT)
    assert.equal(answers.length, 1)
  })

  test('that comes to no end is stopped, and what fits into a message stands', async () => {
    await using shop = await openEngineShop()
    const text = ['😀', ...Array.from({ length: 120 }, () => '哈'.repeat(100))]
    const { standIn } = await shop.add('openai', { text, stall: 'before_end' })
    const { answer } = await ask(shop.server.visitor(), 'Do you laugh about your customers?')
    const { text: said } = spoken(await answer())
    assert.ok(said.startsWith('😀哈哈') && said.endsWith('哈…'))
    assert.equal(said.length, TEXT_LENGTH_MAX)
    await until('it is stopped', () => standIn.requests.some(({ isAborted }) => isAborted))
  })

  test('that asks for a person gets one', async () => {
    await using shop = await openEngineShop()
    await shop.add('openai', { text: ['Let me see [[HAND', 'OFF:a legal matter]]'] })
    const { posted } = await ask(shop.server.visitor(), 'I want to sue somebody over a kettle')
    await until('it is handed over', () =>
      posted.some(
        ({ message }) =>
          message?.content?.$case === 'event' && message.content.value.type === EventType.QUEUED,
      ),
    )
    const said = posted.flatMap(({ message }) =>
      message?.content?.$case === 'text' ? [message.content.value.text] : [],
    )
    assert.ok(said.every((text) => !text.includes('Let me see')))
  })
})

describe('an engine with an embedding model', () => {
  test('gives articles their vectors, without what is personal, and is asked for questions', async () => {
    await using shop = await openEngineShop()
    const { standIn } = await shop.add('openai', {}, { settings: { embeddingModel: 'e' } })
    const embedded = () =>
      standIn.requests
        .filter(({ path }) => path.endsWith('/embeddings'))
        .map(({ text }) => text)
        .join('\n')
    await until('the article has its vectors', () => embedded().includes('nine days'))
    assert.match(embedded(), /Call \[PHONE_1\]/)
    assert.doesNotMatch(embedded(), /400-820-8820/)
    const { answer } = await ask(shop.server.visitor(), 'How soon is a parcel in Osaka?')
    await answer()
    assert.match(embedded(), /parcel in Osaka/)
    const { departures } = await until('it is noted', async () => {
      const page = await shop.call<DeparturePage>('GET', '/api/privacy/departures')
      return page.departures.length >= 3 && page
    })
    assert.ok(departures.some(({ causedBy }) => causedBy === 'system'))
    const figures = await (await shop.server.request('/metrics')).text()
    assert.match(figures, /^parley_engine_calls_total\{result="answered"\} \d/m)
    assert.match(figures, /^parley_engines\{breaker="closed"\} 1$/m)
  })
})
