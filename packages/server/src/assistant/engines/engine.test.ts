import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Script } from '@parley/stand-ins'
import {
  createMemoryBook,
  failedAs,
  hear,
  isWhole,
  question,
  start,
  until,
} from './engines.fixture.ts'
import type { Spent } from './index.ts'

const never = new AbortController().signal
const page = (status: number, headers: Record<string, string> = {}): Script => ({
  reply: { status, body: 'no', headers },
})

describe('an engine that fails', () => {
  test('is left alone after some failures in a row, and is back after a probe', async () => {
    await using bench = await start({
      make: 'coze',
      script: page(500),
      limits: { failuresMax: 3, restMs: 20 },
    })
    for (let count = 0; count < 3; count += 1) failedAs(await hear(bench.engine), 'engine_error')
    assert.equal(bench.engine.state().breaker, 'open')
    const asked = () => bench.standIn.requests.filter(({ text }) => text.includes(question.text))
    assert.match(failedAs(await hear(bench.engine), 'resting').message, /The last one: no/)
    assert.equal(asked().length, 3)
    // Probes go on while it fails.
    await until('two probes have been', () => bench.standIn.requests.length >= 5)
    assert.notEqual(bench.engine.state().breaker, 'closed')
    assert.equal(asked().length, 3)
    bench.standIn.script = {}
    await until('the breaker is closed', () => bench.engine.state().breaker === 'closed')
    assert.equal(bench.engine.state().probesAt, undefined)
    isWhole(await hear(bench.engine))
  })

  test('is waited for while it shows signs of life', async () => {
    await using bench = await start({
      make: 'dify',
      script: { text: 'yes', firstDelayMs: 1_500, heartbeatMs: 50 },
      limits: { silenceMs: 1_000 },
    })
    isWhole(await hear(bench.engine))
  })

  test('is waited for when it is tested, as long as it may take to load', async () => {
    await using bench = await start({
      make: 'openai',
      script: { text: 'Loaded.', firstDelayMs: 300 },
      limits: { firstTextMs: 100, coldStartMs: 30_000 },
    })
    failedAs(await hear(bench.engine), 'timed_out')
    const test = await bench.engine.test(never)
    assert.ok(test.works)
    assert.ok(test.firstTextMs > 100)
  })

  test('is left alone at once when its key is refused, until a test succeeds', async () => {
    await using bench = await start({
      make: 'dify',
      script: page(401),
      limits: { failuresMax: 100, restMs: 300_000 },
    })
    failedAs(await hear(bench.engine), 'auth')
    failedAs(await hear(bench.engine), 'resting')
    const failed = await bench.engine.test(never)
    assert.ok(!failed.works)
    assert.match(failed.error.message, /HTTP 401/)
    assert.equal(bench.engine.state().breaker, 'open')
    bench.standIn.script = { text: 'Hello!' }
    const works = await bench.engine.test(never)
    assert.ok(works.works)
    assert.equal(works.text, 'Hello!')
    assert.equal(bench.engine.state().breaker, 'closed')
  })

  test('is not left alone for what is not its fault', async () => {
    await using bench = await start({ make: 'coze', script: page(429), limits: { failuresMax: 1 } })
    failedAs(await hear(bench.engine), 'rate_limited')
    assert.equal(bench.engine.state().breaker, 'closed')
  })

  test('is asked again when it has not begun, and after nothing that was seen', async () => {
    await using bench = await start({ make: 'openai' })
    let count = 0
    bench.standIn.script = () => {
      count += 1
      return count === 1 ? page(503, { 'retry-after-ms': '1' }) : { text: 'yes' }
    }
    const heard = await hear(bench.engine)
    isWhole(heard)
    assert.equal(heard.text, 'yes')
    count = 0
    bench.standIn.script = () => {
      count += 1
      return { text: 'half an answer', isWithoutEnd: true }
    }
    failedAs(await hear(bench.engine), 'truncated')
    assert.equal(count, 1)
  })

  test('is not waited for as long as it wishes', async () => {
    await using bench = await start({ make: 'openai', script: page(429, { 'retry-after': '60' }) })
    assert.equal(failedAs(await hear(bench.engine), 'rate_limited').retryAfterMs, 60_000)
    assert.equal(bench.standIn.requests.length, 1)
  })

  test('tells how it does, in its own words', async () => {
    await using bench = await start({ make: 'coze' })
    await hear(bench.engine)
    bench.standIn.script = { failure: { code: 4015, message: 'Not published.', at: 'head' } }
    await hear(bench.engine)
    const state = bench.engine.state()
    assert.equal(state.answers, 1)
    assert.deepEqual(state.failures, { bad_config: 1 })
    assert.equal(state.lastFailures[0]?.traceId, '20261123LOGID')
    assert.match(state.lastFailures[0]?.message ?? '', /Not published\. \(code 4015, .*LOGID\)/)
    assert.ok((state.firstTextP50Ms ?? 0) > 0)
    assert.equal(state.firstTextP90Ms, state.firstTextP50Ms)
  })
})

describe('places', () => {
  test('those who find none wait a little, and are turned away when none comes free', async () => {
    await using bench = await start({
      make: 'dify',
      script: { stall: 'in_text' },
      limits: { atOnceMax: 1, waitingMax: 1, waitMsMax: 50 },
    })
    const first = new AbortController()
    const one = hear(bench.engine, question, first.signal)
    await until('it is asked', () => bench.standIn.requests.length === 1)
    const two = hear(bench.engine)
    failedAs(await hear(bench.engine), 'full')
    failedAs(await two, 'full')
    const three = hear(bench.engine)
    bench.standIn.script = {}
    first.abort(new Error('enough'))
    await one
    isWhole(await three)
    assert.equal(bench.engine.state().running, 0)
  })

  test('who waits is asked for no longer, once the engine rests or its budget is used up', async () => {
    for (const [given, kind] of [
      [{ limits: { failuresMax: 1 } }, 'resting'],
      [{ budget: { tokensMax: 1 } }, 'over_budget'],
    ] as const) {
      await using bench = await start({
        make: 'dify',
        script: { stall: 'before_text', heartbeatMs: 20 },
        ...given,
        limits: { ...given.limits, atOnceMax: 1, waitMsMax: 30_000, firstTextMs: 150 },
      })
      const heard = [hear(bench.engine), hear(bench.engine), hear(bench.engine)] as const
      failedAs(await heard[0], 'timed_out')
      failedAs(await heard[1], kind)
      failedAs(await heard[2], kind)
      assert.equal(bench.standIn.requests.filter(({ text }) => text !== '').length, 1)
      assert.equal(bench.engine.state().running, 0)
    }
  })

  test('who goes away while waiting keeps none', async () => {
    await using bench = await start({
      make: 'dify',
      script: { stall: 'in_text' },
      limits: { atOnceMax: 1, waitMsMax: 30_000 },
    })
    const first = new AbortController()
    const second = new AbortController()
    const one = hear(bench.engine, question, first.signal)
    const two = hear(bench.engine, question, second.signal)
    second.abort(new Error('gone'))
    assert.match(String((await two).error), /gone/)
    first.abort(new Error('gone'))
    await one
    assert.equal(bench.engine.state().running, 0)
  })
})

describe('the budget of a day', () => {
  const noon = Date.parse('2026-11-23T12:00:00Z')
  const price = { callMicros: 10, inputMicros: 1_000_000, outputMicros: 2_000_000 }

  test('counts calls, tokens and money, also across a restart, and begins anew at midnight', async () => {
    const kept = new Map<string, Spent>()
    let now = noon
    const given = {
      make: 'openai' as const,
      script: { usage: { input: 100, output: 10 } },
      book: createMemoryBook(kept),
      price,
      now: () => now,
    }
    {
      await using bench = await start(given)
      isWhole(await hear(bench.engine))
      const spent = { calls: 1, tokens: 110, costMicros: 10 + 100 + 20 }
      assert.deepEqual(bench.engine.state().spentToday, spent)
      assert.deepEqual(kept.get('e-openai 2026-11-23'), spent)
    }
    for (const budget of [{ callsMax: 2 }, { tokensMax: 220 }, { costMicrosMax: 260 }]) {
      const book = createMemoryBook(new Map(kept))
      await using bench = await start({ ...given, book, budget })
      isWhole(await hear(bench.engine))
      failedAs(await hear(bench.engine), 'over_budget')
      assert.equal(bench.standIn.requests.length, 1)
      now = noon + 12 * 3_600_000
      isWhole(await hear(bench.engine))
      now = noon
    }
  })

  test('is not passed by many at once', async () => {
    await using bench = await start({ make: 'openai', budget: { callsMax: 3 } })
    const heard = await Promise.all(Array.from({ length: 20 }, () => hear(bench.engine)))
    assert.equal(heard.filter(({ error }) => error === undefined).length, 3)
    assert.equal(bench.standIn.requests.length, 3)
  })

  test('counts no tokens of what was never sent', async () => {
    for (const baseUrl of ['http://127.0.0.1:1/v1', 'http://8.8.8.8/v1']) {
      await using bench = await start({ make: 'dify', baseUrl, price })
      failedAs(await hear(bench.engine), 'unreachable', 'forbidden')
      assert.equal(bench.engine.state().spentToday.tokens, 0)
    }
  })

  test('estimates tokens where the engine tells none', async () => {
    await using bench = await start({ make: 'fastgpt', script: { text: '退款三天' }, price })
    isWhole(await hear(bench.engine, { ...question, text: '怎么退款' }))
    assert.equal(bench.engine.state().spentToday.tokens, 8)
  })
})
