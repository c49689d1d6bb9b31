import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { failedAs, hear, isWhole, KEY, of, question, start } from './engines.fixture.ts'
import { askForJson, parseEngineSetup } from './index.ts'

const never = new AbortController().signal
const citations = [{ title: 'FAQ.md', text: '退款 1-3 个工作日到账' }]

describe('what each make has of its own', () => {
  test('Coze: the answer is there before its suggestions, which come later', async () => {
    await using bench = await start({
      make: 'coze',
      script: { suggestions: ['如何申请退款？'], citations, suggestionsDelayMs: 30 },
    })
    const heard = await hear(bench.engine)
    isWhole(heard)
    const types = heard.events.map(({ type }) => type)
    assert.ok(types.indexOf('text_ended') < types.indexOf('suggestion'))
    assert.deepEqual(of(heard, 'suggestion'), [{ type: 'suggestion', text: '如何申请退款？' }])
    assert.equal(of(heard, 'citation')[0]?.citation.text, citations[0]?.text)
  })

  test('Coze: what the whole answer says counts, where its pieces said something else', async () => {
    await using bench = await start({ make: 'coze', script: { replacement: '换了一句' } })
    const heard = await hear(bench.engine)
    isWhole(heard)
    assert.equal(heard.text, '换了一句')
  })

  test('Coze: asks for tools, and is told what was said before only in a new conversation', async () => {
    const tool = { name: 'order', arguments: ['{"no":', '"A1"}'] }
    await using bench = await start({ make: 'coze', script: { tool } })
    const earlier = [{ by: 'visitor' as const, text: '你好' }]
    const heard = await hear(bench.engine, { ...question, earlier })
    isWhole(heard)
    assert.deepEqual(of(heard, 'tool')[0]?.call.arguments, '{"no":"A1"}')
    const [{ id } = { id: '' }] = of(heard, 'conversation')
    await hear(bench.engine, { ...question, earlier, conversationId: id })
    const sent = bench.standIn.requests.map(({ body }) => body.additional_messages)
    assert.deepEqual(
      sent.map((messages) => (messages as unknown[]).length),
      [2, 1],
    )
  })

  test('FastGPT: citations come after its mark of the end, marks in the text are hidden', async () => {
    await using bench = await start({
      make: 'fastgpt',
      script: { text: ['三天[q0', '](CI', 'TE)。', '[链接](a) [x'], citations },
    })
    const heard = await hear(bench.engine)
    isWhole(heard)
    assert.equal(heard.text, '三天。[链接](a) [x')
    assert.deepEqual(of(heard, 'citation')[0]?.citation, {
      id: 'q0',
      title: 'FAQ.md',
      text: '退款 1-3 个工作日到账',
      score: 0.83,
    })
  })

  test('Dify: citations, what moderation puts in place, and suggestions', async () => {
    await using bench = await start({
      make: 'dify',
      settings: { hasSuggestions: true, knowledgeVariable: 'found' },
      script: { citations, replacement: '我不能回答。', suggestions: ['还有吗？'] },
    })
    const heard = await hear(bench.engine, { ...question, knowledge: '退款三天' })
    isWhole(heard)
    assert.equal(heard.text, '我不能回答。')
    assert.equal(of(heard, 'citation')[0]?.citation.title, 'FAQ.md')
    assert.deepEqual(of(heard, 'suggestion'), [{ type: 'suggestion', text: '还有吗？' }])
    assert.deepEqual(bench.standIn.requests[0]?.body.inputs, { found: '退款三天' })
  })

  test('Dify: a workflow gives its output where it streams nothing', async () => {
    await using bench = await start({
      make: 'dify',
      settings: { app: 'workflow', answerVariable: 'text' },
      script: { text: '{"intent":"refund"}' },
    })
    const answerForm = { name: 'intent', schema: { type: 'object' } }
    assert.deepEqual(await askForJson(bench.engine, { ...question, answerForm }, never), {
      intent: 'refund',
    })
  })

  test('OpenAI: tools, in pieces, with what they gave sent back', async () => {
    const tool = { name: 'order', arguments: ['{"no":', '"A', '1"}'] }
    await using bench = await start({ make: 'openai', script: { text: [], tool } })
    const tools = [{ name: 'order', description: 'Finds an order', parameters: { type: 'object' } }]
    const heard = await hear(bench.engine, { ...question, tools })
    isWhole(heard)
    const [{ call } = assert.fail()] = of(heard, 'tool')
    assert.deepEqual(call, { id: 'call_1', name: 'order', arguments: '{"no":"A1"}' })
    await hear(bench.engine, { ...question, earlier: [{ by: 'tool', call, result: 'shipped' }] })
    const messages = bench.standIn.requests.at(-1)?.body.messages as { role: string }[]
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['assistant', 'tool', 'user'],
    )
  })

  for (const form of ['json_schema', 'json_object', 'tool'] as const) {
    test(`OpenAI: answers of a given form, asked for by ${form}`, async () => {
      const script =
        form === 'tool'
          ? { text: [], tool: { name: 'intent', arguments: ['{"intent":', '"refund"}'] } }
          : { text: '```json\n{"intent":"refund"}\n```' }
      await using bench = await start({ make: 'openai', settings: { answerForm: form }, script })
      const schema = { type: 'object', properties: { intent: { type: 'string' } } }
      const answerForm = { name: 'intent', schema }
      const answer = await askForJson(bench.engine, { ...question, answerForm }, never)
      assert.deepEqual(answer, { intent: 'refund' })
      const { body, text } = bench.standIn.requests[0] ?? assert.fail()
      // As a part of the request, or within what the engine is told.
      assert.match(text, /\\?"intent\\?"/)
      assert.equal(
        (body.response_format as { type?: string })?.type,
        form === 'tool' ? undefined : form,
      )
    })
  }

  test('OpenAI: what it thinks between tags is left out', async () => {
    for (const text of [
      ['<th', 'ink>用户想退', '款</thi', 'nk>\n', '\n三天', '。<b>'],
      ['<think>a</think>\n\n三天。<b>'],
      ['三', '天。<b>'],
    ]) {
      await using bench = await start({ make: 'openai', script: { text } })
      const heard = await hear(bench.engine)
      isWhole(heard)
      assert.equal(heard.text, '三天。<b>')
    }
  })

  test('OpenAI: vectors in the order of the texts, in as many calls as it takes', async () => {
    await using bench = await start({ make: 'openai', settings: { embeddingBatchMax: 2 } })
    const vectors = await bench.engine.embed(['退款', '怎么退款', 'invoice'], never)
    const [refund = [], how = [], invoice = []] = vectors.map((vector) => Array.from(vector))
    const near = (one: number[], other: number[]) =>
      one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)
    assert.ok(near(refund, how) > near(refund, invoice))
    assert.equal(bench.standIn.requests.length, 2)
  })

  test('OpenAI: its own rules against an answer', async () => {
    const failure = { code: 'DataInspectionFailed', message: 'Unsafe.', at: 'head' } as const
    await using bench = await start({ make: 'openai', script: { failure } })
    failedAs(await hear(bench.engine), 'content_filtered')
  })

  test('RAGFlow: marks in the text are hidden, citations are told', async () => {
    await using bench = await start({
      make: 'ragflow',
      script: { text: ['三天 [I', 'D:0]', '好##', '0$$。#'], citations },
    })
    const heard = await hear(bench.engine)
    isWhole(heard)
    assert.equal(heard.text, '三天 好。#')
    assert.equal(of(heard, 'citation')[0]?.citation.title, 'FAQ.md')
  })

  test('an answer without a word is none', async () => {
    await using bench = await start({ make: 'dify', script: { text: [' ', '\n'] } })
    assert.match(failedAs(await hear(bench.engine), 'engine_error').message, /empty/)
  })

  test('a key that the engine quotes is not told on', async () => {
    await using bench = await start({ make: 'openai', key: 'sk-wrong-key-1' })
    const heard = await hear(bench.engine)
    const error = failedAs(heard, 'auth')
    assert.match(error.message, /The key Bearer … is not known/)
    assert.ok(!JSON.stringify(bench.engine.state()).includes('sk-wrong-key-1'))
  })

  test('an engine that is not there is unreachable, one that must not be called forbidden', async () => {
    await using gone = await start({ make: 'openai', baseUrl: 'http://127.0.0.1:1/v1' })
    failedAs(await hear(gone.engine), 'unreachable')
    await using outside = await start({ make: 'openai', baseUrl: 'http://8.8.8.8/v1' })
    failedAs(await hear(outside.engine), 'forbidden')
  })
})

test('a setup is checked before it is kept, and says what is wrong', () => {
  const good = {
    id: 'e1',
    name: 'DeepSeek',
    make: 'openai',
    settings: { baseUrl: 'https://api.deepseek.com/v1', model: 'deepseek-chat' },
  }
  assert.equal(parseEngineSetup(good).limits.firstTextMs, 30_000)
  for (const [change, message] of [
    [{ make: 'toString' }, /make must be one of: coze/],
    [{ settings: { ...good.settings, baseUrl: 'ftp://a' } }, /settings\.baseUrl/],
    [{ settings: { baseUrl: 'https://a' } }, /settings .*model/],
    [{ limits: { totalMs: 0 } }, /limits\.totalMs/],
    [{ settings: { ...good.settings, key: KEY } }, /settings/],
  ] as const) {
    assert.throws(
      () => parseEngineSetup({ ...good, ...change }),
      (error) => error instanceof Refusal && message.test(error.message),
      String(message),
    )
  }
})
