import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Script } from '@parley/stand-ins'
import {
  type Bench,
  cases,
  failedAs,
  hear,
  isWhole,
  KEY,
  of,
  question,
  start,
  until,
} from './engines.fixture.ts'

const text = '退款 1–3 个工作日到账 👩‍💻。Ask again!'

for (const { label, make, settings } of cases) {
  const given = (script: Script, limits: object = {}) => ({ make, settings, script, limits })
  const keepsConversations = make !== 'openai'
  const isWorkflow = label === 'Dify workflow'

  describe(label, () => {
    test('answers, names its conversation, tells what it used, and ends once', async () => {
      await using bench = await start(given({ text, usage: { input: 11, output: 7 } }))
      const heard = await hear(bench.engine)
      isWhole(heard)
      assert.equal(heard.text, text)
      if (keepsConversations && !isWorkflow) assert.equal(of(heard, 'conversation').length, 1)
      const used = of(heard, 'usage').reduce(
        (sum, { usage }) => sum + usage.inputTokens + usage.outputTokens,
        0,
      )
      // FastGPT and RAGFlow do not tell.
      if (make !== 'fastgpt' && make !== 'ragflow') assert.equal(used, 18)
      const asked = bench.standIn.requests.at(-1)
      assert.equal(asked?.headers.authorization, `Bearer ${KEY}`)
      assert.ok(asked?.text.includes(question.text))
    })

    test('goes on in the same conversation', async () => {
      if (!keepsConversations || isWorkflow) return
      await using bench = await start(given({ text }))
      const [first] = of(await hear(bench.engine), 'conversation')
      const again = await hear(bench.engine, { ...question, conversationId: first?.id })
      isWhole(again)
      assert.equal(of(again, 'conversation')[0]?.id, first?.id)
      const { path = '', text: sent = '' } = bench.standIn.requests.at(-1) ?? {}
      assert.ok((path + sent).includes(String(first?.id)))
    })

    test('begins a new conversation when the engine has forgotten the old one', async () => {
      if (!keepsConversations || isWorkflow) return
      await using bench = await start(given({ text, unknownConversations: ['lost'] }))
      const heard = await hear(bench.engine, { ...question, conversationId: 'lost' })
      isWhole(heard)
      assert.equal(heard.text, text)
      assert.notEqual(of(heard, 'conversation').at(-1)?.id, 'lost')
    })

    for (const bytesAtOnce of [1, 7]) {
      test(`reads what comes in pieces of ${bytesAtOnce} bytes`, async () => {
        await using bench = await start(given({ text, bytesAtOnce }))
        const heard = await hear(bench.engine)
        isWhole(heard)
        assert.equal(heard.text, text)
      })
    }

    for (const [what, script] of Object.entries({
      'lines that end in CR LF': { lineEnd: '\r\n' },
      'lines that end in CR': { lineEnd: '\r', bytesAtOnce: 3 },
      'no space after colons': { spaces: 0 },
      'a space after colons': { spaces: 1 },
      'a storm of heartbeats': { heartbeats: 200 },
      'a last event without its blank line': { isLastUnended: true },
      'events and fields that nobody knows': { hasUnknown: true },
    } satisfies Record<string, Script>)) {
      test(`takes ${what}`, async () => {
        await using bench = await start(given({ text, ...script }))
        const heard = await hear(bench.engine)
        isWhole(heard)
        assert.equal(heard.text, text)
      })
    }

    test('never shows what the engine thinks', async () => {
      await using bench = await start(given({ text, thoughts: '用户在问候' }))
      const heard = await hear(bench.engine)
      isWhole(heard)
      assert.equal(heard.text, text)
    })

    test('says the text once when the engine says it twice', async () => {
      await using bench = await start(given({ text: ['退款', '1–3', '天'], isRepeating: true }))
      const heard = await hear(bench.engine)
      isWhole(heard)
      assert.equal(heard.text, '退款1–3天')
    })

    test('is timed out when no head comes, and the engine is let go', async () => {
      await using bench = await start(given({ stall: 'before_head' }, { firstTextMs: 50 }))
      failedAs(await hear(bench.engine), 'timed_out')
      const asked = bench.standIn.requests.at(-1)
      await until('the client has gone', () => bench.standIn.requests.some((one) => one.isAborted))
      assert.equal(asked?.isAnswered, false)
    })

    test('is timed out when heartbeats come for ever, but no word', async () => {
      const script: Script = { stall: 'before_text', heartbeatMs: 10 }
      await using bench = await start(given(script, { firstTextMs: 100 }))
      assert.match(failedAs(await hear(bench.engine), 'timed_out').message, /no word/)
    })

    test('is timed out in the middle, with what was said so far', async () => {
      const script: Script = { text, stall: 'in_text' }
      await using bench = await start(given(script, { silenceMs: 100 }))
      const heard = await hear(bench.engine)
      assert.match(failedAs(heard, 'timed_out').message, /silent/)
      assert.ok(heard.text !== '' && text.startsWith(heard.text))
    })

    test('is timed out in the middle although heartbeats come', async () => {
      const script: Script = { text, stall: 'in_text', heartbeatMs: 10 }
      await using bench = await start(given(script, { betweenTextsMs: 100 }))
      assert.match(failedAs(await hear(bench.engine), 'timed_out').message, /middle/)
    })

    test('is timed out when the answer never ends', async () => {
      const script: Script = { text, stall: 'before_end', heartbeatMs: 10 }
      await using bench = await start(given(script, { totalMs: 200 }))
      failedAs(await hear(bench.engine), 'timed_out')
    })

    test('is cut off, at whatever byte, and never takes that for an end', async () => {
      await using bench = await start(given({ text: '退款 👩‍💻' }, { failuresMax: 100 }))
      const bytes = await endOf(bench)
      for (let cut = 1; cut < bytes; cut += Math.ceil(bytes / 25)) {
        bench.standIn.script = { text: '退款 👩‍💻', cut: { bytes: cut, how: 'end' } }
        const heard = await hear(bench.engine)
        failedAs(heard, 'truncated')
        assert.ok('退款 👩‍💻'.startsWith(heard.text), heard.text)
      }
    })

    test('breaks off when the connection does', async () => {
      const script: Script = { text, cut: { bytes: 900, how: 'reset' } }
      await using bench = await start(given(script))
      failedAs(await hear(bench.engine), 'broken_off')
    })

    test('is truncated without the engine’s mark of its end', async () => {
      await using bench = await start(given({ text, isWithoutEnd: true }))
      const heard = await hear(bench.engine)
      failedAs(heard, 'truncated')
      assert.equal(heard.text, text)
    })

    test('does not take an event that is no JSON', async () => {
      await using bench = await start(given({ text, isMalformed: true }))
      failedAs(await hear(bench.engine), 'protocol')
    })

    for (const [status, kind, tries] of [
      [401, 'auth', 1],
      [404, 'bad_config', 1],
      [429, 'rate_limited', 2],
      [500, 'engine_error', make === 'openai' ? 2 : 1],
      [503, 'busy', 2],
    ] as const) {
      test(`calls ${status} ${kind}, and asks ${tries === 1 ? 'once' : 'once more'}`, async () => {
        const page = `<html><style>b{}</style><h1>It is ${status}</h1> no.</html>`
        await using bench = await start(
          given({ reply: { status, body: page, headers: { 'retry-after-ms': '1' } } }),
        )
        const error = failedAs(await hear(bench.engine), kind)
        assert.match(error.message, new RegExp(`It is ${status}`))
        assert.ok(!error.message.includes('<'), error.message)
        assert.equal(error.status, status)
        const asked = bench.standIn.requests.filter(({ text }) => text.includes(question.text))
        assert.equal(asked.length, tries)
      })
    }

    test('reads the make’s own refusal in its own words', async () => {
      const [code, kind] = refusals[make]
      await using bench = await start(
        given({ failure: { code, message: 'Nein, danke.', at: 'head' } }),
      )
      const error = failedAs(await hear(bench.engine), kind)
      assert.match(error.message, /Nein, danke\./)
      assert.equal(error.code, String(code))
      if (make === 'coze') assert.equal(error.traceId, '20261123LOGID')
    })

    test('fails when the engine fails in the middle, and says nothing after it', async () => {
      const [code, kind] = refusals[make]
      const failure = { code, message: 'Nein, danke.', at: 'in_text' } as const
      await using bench = await start(given({ text, failure }))
      const heard = await hear(bench.engine)
      const error = failedAs(heard, isWorkflow ? 'engine_error' : kind)
      assert.match(error.message, /Nein, danke\./)
      assert.ok(heard.text !== '' && text.startsWith(heard.text))
    })

    test('stops the engine when the caller stops', async () => {
      await using bench = await start(given({ text, stall: 'in_text' }))
      const caller = new AbortController()
      let heardText = ''
      await assert.rejects(
        async () => {
          for await (const event of bench.engine.ask(question, caller.signal)) {
            if (event.type !== 'text') continue
            heardText += event.text
            caller.abort(new Error('enough'))
          }
        },
        { message: 'enough' },
      )
      assert.notEqual(heardText, '')
      await until('the engine is let go', () => bench.standIn.requests.some((one) => one.isAborted))
      const stops: Partial<Record<string, RegExp>> = {
        coze: /\/v3\/chat\/cancel$/,
        dify: isWorkflow ? /\/workflows\/tasks\/t-\d+\/stop$/ : /\/chat-messages\/t-\d+\/stop$/,
        fastgpt: /\/v2\/chat\/stop$/,
      }
      const stop = stops[make]
      if (stop === undefined) return
      await until('it is told to stop', () =>
        bench.standIn.requests.some((one) => stop.test(one.path)),
      )
    })

    test('stops the engine when nobody reads on', async () => {
      await using bench = await start(given({ text, stall: 'in_text' }))
      for await (const event of bench.engine.ask(question, new AbortController().signal)) {
        if (event.type === 'text') break
      }
      await until('the engine is let go', () => bench.standIn.requests.some((one) => one.isAborted))
      assert.equal(bench.engine.state().running, 0)
    })

    test('takes a mark for a person out of the text, wherever it is cut', async () => {
      for (const pieces of [
        ['请稍候 [[HAND', 'OFF:退', '款]] 好'],
        ['请稍候 [', '[HANDOFF:退款]', '] 好'],
        ['请稍候 [[HANDOFF:退款]] 好'],
      ]) {
        await using bench = await start(given({ text: pieces }))
        const heard = await hear(bench.engine)
        isWhole(heard)
        assert.equal(heard.text.replace(/ +/g, ' '), '请稍候 好')
        assert.deepEqual(of(heard, 'handoff'), [{ type: 'handoff', reason: '退款' }])
        for (const { text: piece } of of(heard, 'text')) assert.ok(!piece.includes('HAND'), piece)
      }
    })

    test('answers a hundred at once, some of which go away, and keeps nothing', async () => {
      await using bench = await start(
        given({ text, firstDelayMs: 5 }, { atOnceMax: 200, failuresMax: 100 }),
      )
      await Promise.all(
        Array.from({ length: 100 }, async (_, index) => {
          const caller = new AbortController()
          if (index % 3 === 0) setTimeout(() => caller.abort(new Error('gone')), index % 20)
          const heard = await hear(bench.engine, question, caller.signal)
          if (heard.error === undefined) assert.equal(heard.text, text)
          else assert.match(String(heard.error), /gone/)
        }),
      )
      assert.equal(bench.engine.state().running, 0)
    })
  })
}

const refusals = {
  coze: [4101, 'auth'],
  fastgpt: [510, 'quota'],
  dify: ['provider_quota_exceeded', 'quota'],
  openai: ['insufficient_quota', 'quota'],
  maxkb: [1002, 'quota'],
  ragflow: [102, 'bad_config'],
} as const

/** Bytes of a whole answer up to its mark of the end, counted at the stand-in. */
async function endOf(bench: Bench): Promise<number> {
  let high = 60_000
  let low = 1
  // Cut where? The smallest cut with which the answer is whole.
  const script = bench.standIn.script
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    bench.standIn.script = { ...(script as Script), cut: { bytes: middle, how: 'end' } }
    const { error } = await hear(bench.engine)
    if (error === undefined) high = middle
    else low = middle + 1
  }
  return low
}
