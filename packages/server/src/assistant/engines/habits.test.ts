import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Script } from '@parley/stand-ins'
import { failedAs, hear, isWhole, of, start } from './engines.fixture.ts'
import type { MakeName } from './index.ts'

/** What versions and vendors write that a stand-in does not, byte by byte. */
const written = (make: MakeName, events: readonly (string | object)[], settings: object = {}) => {
  const body = events
    .map((event) => (typeof event === 'string' ? event : `data: ${JSON.stringify(event)}\n\n`))
    .join('')
  const headers = { 'content-type': 'text/event-stream' }
  const script: Script = { reply: { status: 200, body, headers } }
  return start({ make, script, settings })
}
const named = (name: string, data: unknown) => `event:${name}\ndata:${JSON.stringify(data)}\n\n`

describe('Coze', () => {
  const ids = { conversation_id: 'c1', chat_id: 'k1' }
  const says = (id: string, content: string, kind = 'delta') =>
    named(`conversation.message.${kind}`, {
      id,
      ...ids,
      type: 'answer',
      content,
      content_type: 'text',
    })
  const completed = named('conversation.chat.completed', { id: 'k1', ...ids, status: 'completed' })

  test('several messages are one answer', async () => {
    await using bench = await written('coze', [
      says('m1', '第一'),
      says('m1', '第一', 'completed'),
      says('m2', '第'),
      says('m2', '第二', 'completed'),
      completed,
    ])
    const heard = await hear(bench.engine)
    isWhole(heard)
    assert.equal(heard.text, '第一\n\n第二')
  })

  test('Coze Studio ends in its own way', async () => {
    const end = 'event:conversation.stream.done\ndata:\n\n'
    await using bench = await written('coze', [says('m1', '好'), completed, end])
    isWhole(await hear(bench.engine))
    // The chat's end is the mark; the stream's alone is none.
    await using cut = await written('coze', [says('m1', '好'), end])
    failedAs(await hear(cut.engine), 'truncated')
  })

  test('a chat that was cancelled is no answer', async () => {
    for (const spelling of ['canceled', 'cancelled']) {
      const end = named(`conversation.chat.${spelling}`, { id: 'k1', ...ids, status: spelling })
      await using bench = await written('coze', [says('m1', '好'), end])
      failedAs(await hear(bench.engine), 'engine_error')
    }
  })

  test('an error event needs no words', async () => {
    await using bench = await written('coze', [says('m1', '好'), named('error', {})])
    failedAs(await hear(bench.engine), 'engine_error')
  })

  test('a question of a flow waits for the visitor’s next message', async () => {
    const call = { id: 't1', type: 'reply_message', function: { name: '', arguments: '' } }
    const required_action = { submit_tool_outputs: { tool_calls: [call] } }
    await using bench = await written('coze', [
      says('m1', '哪个城市？'),
      named('conversation.chat.requires_action', { id: 'k1', ...ids, required_action }),
      named('done', '[DONE]'),
    ])
    const heard = await hear(bench.engine)
    isWhole(heard)
    assert.equal(heard.text, '哪个城市？')
    assert.equal(of(heard, 'tool').length, 0)
  })
})

describe('FastGPT', () => {
  const says = (content: string, more: object = {}) =>
    named('answer', { choices: [{ delta: { content } }], ...more })

  test('a node that failed on the way spoils no answer, an answer that did does', async () => {
    await using bench = await written('fastgpt', [
      named('flowNodeResponse', { moduleName: 'HTTP', error: { message: 'no' } }),
      says('三天', { error: null }),
      'event: answer\ndata: [DONE]\n\n',
    ])
    const heard = await hear(bench.engine)
    isWhole(heard)
    assert.equal(heard.text, '三天')
    await using failing = await written('fastgpt', [says('', { error: { message: 'No credit' } })])
    assert.match(failedAs(await hear(failing.engine), 'engine_error').message, /No credit/)
  })

  test('a choice is a question and its answers', async () => {
    const userSelectOptions = [{ key: 'a', value: '退款' }]
    const params = { description: '要什么？', userSelectOptions }
    await using bench = await written('fastgpt', [
      named('interactive', { interactive: { type: 'userSelect', params } }),
      'event: answer\ndata: [DONE]\n\n',
    ])
    const heard = await hear(bench.engine)
    isWhole(heard)
    assert.equal(heard.text, '要什么？')
    assert.deepEqual(of(heard, 'suggestion'), [{ type: 'suggestion', text: '退款' }])
  })
})

describe('Dify', () => {
  const ids = { conversation_id: 'c1', message_id: 'm1', task_id: 't1' }
  const started = { event: 'workflow_started', ...ids, data: { id: 'r1' } }
  const says = (answer: string) => ({ event: 'message', ...ids, answer })
  const finished = (status: string, error = '') => ({
    event: 'workflow_finished',
    ...ids,
    data: { status, error },
  })

  test('a chatflow ends twice, and is whole once', async () => {
    const metadata = { usage: { prompt_tokens: 3, completion_tokens: 4 } }
    await using bench = await written('dify', [
      started,
      says('三天'),
      { event: 'message_end', ...ids, metadata },
      finished('succeeded'),
    ])
    const heard = await hear(bench.engine)
    isWhole(heard)
    assert.equal(heard.text, '三天')
    assert.equal(of(heard, 'usage').length, 1)
  })

  test('a chatflow that failed tells by the event after it why', async () => {
    const error = { event: 'error', ...ids, status: 400, code: 'provider_quota_exceeded' }
    const failed = finished('failed', 'The model failed.')
    await using bench = await written('dify', [started, failed, { ...error, message: 'No credit' }])
    assert.match(failedAs(await hear(bench.engine), 'quota').message, /No credit/)
    await using silent = await written('dify', [started, says('三'), failed])
    assert.match(failedAs(await hear(silent.engine), 'engine_error').message, /model failed/)
  })

  test('an error whose code nobody knows is told by its own status', async () => {
    const error = { event: 'error', ...ids, status: 403, code: 'odd_new_code', message: 'No.' }
    await using bench = await written('dify', [error])
    failedAs(await hear(bench.engine), 'auth')
  })

  test('an answer that was stopped at the engine is none', async () => {
    await using bench = await written('dify', [started, says('三'), finished('stopped')])
    failedAs(await hear(bench.engine), 'truncated')
  })

  test('a flow that needs a person hands over', async () => {
    const data = { form_content: '金额大于 500 元' }
    for (const app of ['chat', 'workflow']) {
      const events = [started, { event: 'human_input_required', ...ids, data }]
      await using bench = await written('dify', events, { app })
      const heard = await hear(bench.engine)
      isWhole(heard)
      assert.deepEqual(of(heard, 'handoff'), [{ type: 'handoff', reason: '金额大于 500 元' }])
    }
  })

  test('suggestions take their time, and an answer stands without them', async () => {
    const settings = { hasSuggestions: true }
    const script: Script = { suggestions: ['还有吗？'], suggestionsDelayMs: 450 }
    await using bench = await start({ make: 'dify', settings, script })
    assert.equal(of(await hear(bench.engine), 'suggestion').length, 1)
    bench.standIn.script = ({ path }) =>
      path.includes('suggested')
        ? { isEverywhere: true, reply: { status: 400, body: '{"code":"bad_request"}' } }
        : {}
    isWhole(await hear(bench.engine))
  })
})

describe('OpenAI’s kind', () => {
  const says = (content: string, finish_reason: string | null = null) => ({
    choices: [{ index: 0, delta: { content }, finish_reason }],
  })
  const done = 'data: [DONE]\n\n'

  test('a failure in the middle is none of an answer, in whatever form', async () => {
    for (const [failure, kind] of [
      [{ object: 'error', message: 'CUDA', code: 500 }, 'engine_error'],
      [{ error: { message: 'CUDA', code: 'engine_overloaded_error' } }, 'busy'],
      [named('error', { message: 'CUDA' }), 'engine_error'],
      [{ choices: [], error: { message: 'CUDA', code: 429 } }, 'rate_limited'],
      [says('', 'network_error'), 'engine_error'],
      [says('', 'sensitive'), 'content_filtered'],
    ] as const) {
      await using bench = await written('openai', [says('三'), failure, done])
      failedAs(await hear(bench.engine), kind)
    }
  })

  test('why it finished is a mark of the end, as [DONE] is', async () => {
    for (const end of [[says('', 'stop')], [says('', 'length')], [done]]) {
      await using bench = await written('openai', [says('三天'), ...end])
      const heard = await hear(bench.engine)
      isWhole(heard)
      assert.equal(heard.text, '三天')
    }
  })

  test('what was used may stand in the choice', async () => {
    const usage = { prompt_tokens: 3, completion_tokens: 4 }
    const last = { choices: [{ index: 0, delta: {}, finish_reason: 'stop', usage }] }
    await using bench = await written('openai', [says('三天'), last, done])
    const heard = await hear(bench.engine)
    assert.deepEqual(of(heard, 'usage')[0]?.usage, { inputTokens: 3, outputTokens: 4 })
  })

  test('pieces of a tool’s call need no index', async () => {
    const piece = (id: string, name: string, args: string) => ({
      choices: [
        {
          delta: {
            tool_calls: [
              { ...(id === '' ? {} : { id }), function: { name: name || null, arguments: args } },
            ],
          },
        },
      ],
    })
    await using bench = await written('openai', [
      piece('a', 'order', '{"no":'),
      piece('', '', '1}'),
      piece('b', 'stock', '{}'),
      says('', 'tool_calls'),
      done,
    ])
    const heard = await hear(bench.engine)
    isWhole(heard)
    assert.deepEqual(
      of(heard, 'tool').map(({ call }) => call),
      [
        { id: 'a', name: 'order', arguments: '{"no":1}' },
        { id: 'b', name: 'stock', arguments: '{}' },
      ],
    )
  })
})

describe('RAGFlow', () => {
  const says = (answer: string, more: object = {}) => ({
    code: 0,
    data: { answer, session_id: 's1', ...more },
  })
  const end = { code: 0, data: true }
  const textOf = async (events: readonly object[]) => {
    await using bench = await written('ragflow', ['data:\n\n', ...events, end])
    const heard = await hear(bench.engine)
    isWhole(heard)
    return { heard, text: heard.text }
  }

  test('an older one says all so far each time, and puts marks into it at the end', async () => {
    const events = [says('退款'), says('退款三天'), says('退款 ##0$$ 三天 ##1$$')]
    assert.equal((await textOf(events)).text, '退款  三天 ')
  })

  test('pieces that begin alike are pieces', async () => {
    const pieces = ['1', '10', '元', '。'].map((piece) => says(piece, { final: false }))
    assert.equal((await textOf(pieces)).text, '110元。')
  })

  test('a source that is told twice is one', async () => {
    const chunks = [{ chunk_id: 'p0', document_name: 'FAQ.md', content: '三天' }]
    const more = { reference: { chunks } }
    const { heard } = await textOf([says('三天', more), says('', more)])
    assert.equal(of(heard, 'citation').length, 1)
  })
})
