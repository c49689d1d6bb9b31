import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Script, startStandIn } from '@parley/stand-ins'
import {
  type Bench,
  cases,
  failedAs,
  hear,
  isWhole,
  question,
  start,
  until,
} from './engines.fixture.ts'
import type { EngineErrorKind } from './index.ts'

const never = new AbortController().signal
const events = { 'content-type': 'text/event-stream' }
const reply = (status: number, body: string, headers: Record<string, string> = {}): Script => ({
  reply: { status, body, headers },
})

/** A refusal as each make writes it, and what it is. */
const refusals = {
  coze: [{ code: 4101, msg: 'Nein, danke.', detail: { logid: 'L1' } }, 'auth'],
  fastgpt: [{ code: 510, statusText: 'insufficientQuota', message: 'Nein, danke.' }, 'quota'],
  dify: [{ code: 'rate_limit_error', message: 'Nein, danke.', status: 429 }, 'quota'],
  openai: [{ error: { message: 'Nein, danke.', type: 'x', code: 'insufficient_quota' } }, 'quota'],
  maxkb: [{ code: 1002, message: 'Nein, danke.', data: null }, 'quota'],
  ragflow: [{ code: 109, message: 'Nein, danke.' }, 'auth'],
} as const

const page = '<html><style>b{}</style><h1>Please sign in</h1></html>'

/** What an engine may answer instead of an answer, what that is, and whether it is asked again. */
const faults: Record<string, [Script, EngineErrorKind, RegExp, 'once' | 'twice where safe']> = {
  'a page with status 200': [
    reply(200, page, { 'content-type': 'text/html; charset=utf-8' }),
    'protocol',
    /^ ?Please sign in/,
    'once',
  ],
  'a proxy’s page with 502': [reply(502, page), 'engine_error', /sign in/, 'twice where safe'],
  '403 and nothing else': [reply(403, ''), 'auth', /no reason/, 'once'],
  '402': [reply(402, 'Pay first.'), 'quota', /Pay first/, 'once'],
  '422 in FastAPI’s form': [
    reply(422, JSON.stringify({ detail: [{ msg: 'field required' }] })),
    'bad_config',
    /field required/,
    'once',
  ],
  'nothing at all': [reply(200, '', events), 'truncated', /mark of its end/, 'twice where safe'],
  'no content': [reply(204, ''), 'truncated', /mark of its end/, 'twice where safe'],
  'words instead of events': [
    reply(200, 'upstream connect error', events),
    'truncated',
    /mark of its end/,
    'twice where safe',
  ],
  'a packed body, which was not asked for': [
    reply(200, 'x', { ...events, 'content-encoding': 'gzip' }),
    'broken_off',
    /compressed/,
    'twice where safe',
  ],
  'a line that does not end': [
    reply(200, `data: ${'x'.repeat(4_300_000)}`, events),
    'protocol',
    /larger than 4 MB/,
    'once',
  ],
  'more than all answers together': [
    reply(200, `: ${'x'.repeat(65_000)}\n\n`.repeat(260), events),
    'protocol',
    /16777216 bytes/,
    'once',
  ],
}

for (const { label, make, settings } of cases) {
  const asked = (bench: Bench) =>
    bench.standIn.requests.filter(({ text }) => text.includes(question.text)).length

  describe(label, () => {
    for (const [what, [script, kind, message, tries]] of Object.entries(faults)) {
      test(`does not take ${what} for an answer`, async () => {
        await using bench = await start({ make, settings, script })
        const heard = await hear(bench.engine)
        assert.match(failedAs(heard, kind).message, message)
        assert.equal(heard.text, '')
        assert.equal(asked(bench), tries === 'twice where safe' && make === 'openai' ? 2 : 1)
      })
    }

    test('reads a refusal also where events were promised', async () => {
      const [body, kind] = refusals[make]
      const written = JSON.stringify(body, null, 2)
      await using bench = await start({ make, settings, script: reply(200, written, events) })
      assert.match(failedAs(await hear(bench.engine), kind).message, /Nein, danke\./)
    })

    test('follows nowhere, and takes its key nowhere', async () => {
      await using target = await startStandIn(make)
      const headers = { location: `${target.baseUrl}/elsewhere` }
      await using bench = await start({ make, settings, script: reply(307, '', headers) })
      const error = failedAs(await hear(bench.engine), 'bad_config')
      assert.match(error.message, new RegExp(`redirects to 127.0.0.1:${target.port}`))
      assert.equal(target.requests.length, 0)
      // It was called, so what was asked has left.
      assert.equal(asked(bench), 1)
    })

    test('is asked again no sooner than it says', async () => {
      for (const [header, again] of [
        ['0', 2],
        ['3600', 1],
        [new Date(0).toUTCString(), 2],
        [new Date(Date.now() + 3_600_000).toUTCString(), 1],
      ] as const) {
        const script = reply(429, 'Slow down.', { 'retry-after': header })
        await using bench = await start({ make, settings, script })
        failedAs(await hear(bench.engine), 'rate_limited')
        assert.equal(asked(bench), again, header)
      }
    })
  })
}

describe('vectors', () => {
  const embed = (script: Script) =>
    start({ make: 'openai', script: { ...script, isEverywhere: true } })
  const vector = (index: number, embedding: unknown) => ({ object: 'embedding', index, embedding })
  const made = (data: unknown[]) => reply(200, JSON.stringify({ object: 'list', data }))

  for (const [what, script, kind, tries] of [
    ['a refused key', reply(401, page), 'auth', 1],
    ['an unknown model', reply(404, '{"error":{"message":"no such model"}}'), 'bad_config', 1],
    ['too many calls', reply(429, 'no', { 'retry-after-ms': '1' }), 'rate_limited', 2],
    ['a failure', reply(500, 'no'), 'engine_error', 2],
    ['a failure with 200', reply(200, '{"error":{"code":"Arrearage"}}'), 'quota', 1],
    ['a page', reply(200, page), 'protocol', 1],
    ['half of JSON', reply(200, '{"data":[{"ind'), 'protocol', 1],
    ['too few', made([vector(0, [1])]), 'protocol', 1],
    ['two of the same', made([vector(1, [1]), vector(1, [1])]), 'protocol', 1],
    ['places that nobody asked for', made([vector(1, [1]), vector(2, [1])]), 'protocol', 1],
    ['what is no number', made([vector(0, [1]), vector(1, ['x'])]), 'protocol', 1],
    ['an empty one', made([vector(0, [1]), vector(1, [])]), 'protocol', 1],
  ] as const) {
    test(`are not taken from ${what}`, async () => {
      await using bench = await embed(script)
      await assert.rejects(bench.engine.embed(['a', 'b'], never), { kind })
      assert.equal(bench.standIn.requests.length, tries)
      assert.equal(bench.engine.state().running, 0)
    })
  }

  test('are asked for again when the engine was busy', async () => {
    await using bench = await embed({})
    let calls = 0
    bench.standIn.script = () => {
      calls += 1
      if (calls > 1) return {}
      return { ...reply(503, 'no', { 'retry-after-ms': '1' }), isEverywhere: true }
    }
    assert.equal((await bench.engine.embed(['a', 'b'], never)).length, 2)
  })

  test('take a null for no error, and are put into the order of the texts', async () => {
    const data = [vector(1, [2]), vector(0, [1])]
    await using bench = await embed(reply(200, JSON.stringify({ error: null, data })))
    const vectors = await bench.engine.embed(['a', 'b'], never)
    assert.deepEqual(
      vectors.map((one) => [...one]),
      [[1], [2]],
    )
  })

  test('are waited for so long, and no longer than the caller wants', async () => {
    const stalls = { stall: 'before_head', isEverywhere: true } as const
    const limits = { firstTextMs: 50 }
    await using bench = await start({ make: 'openai', script: stalls, limits })
    await assert.rejects(bench.engine.embed(['a'], never), { kind: 'timed_out' })
    await using patient = await start({ make: 'openai', script: stalls })
    const late = AbortSignal.timeout(20)
    await assert.rejects(patient.engine.embed(['a'], late), { name: 'TimeoutError' })
    assert.equal(patient.engine.state().running, 0)
  })
})

describe('MaxKB', () => {
  for (const [what, script, kind] of [
    ['a refused key', reply(401, '{"code":401,"message":"no"}'), 'auth'],
    ['an address that has no such call', reply(404, '{"code":404,"message":"no"}'), 'bad_config'],
    ['a refusal with 200', reply(200, '{"code":1002,"message":"no"}'), 'quota'],
    ['no name for it', reply(200, '{"code":200,"data":null}'), 'engine_error'],
    ['a page', reply(200, page), 'protocol'],
  ] as const) {
    test(`opens no conversation with ${what}`, async () => {
      await using bench = await start({ make: 'maxkb', script: { ...script, isEverywhere: true } })
      failedAs(await hear(bench.engine), kind)
      assert.ok(bench.standIn.requests.every(({ path }) => path === '/chat/api/open'))
    })
  }
})

test('a stop that the engine refuses is no matter', async () => {
  await using bench = await start({ make: 'coze' })
  const isStop = (path: string) => path.endsWith('/v3/chat/cancel')
  bench.standIn.script = ({ path }) =>
    isStop(path) ? { ...reply(500, 'no'), isEverywhere: true } : { stall: 'in_text' }
  for await (const event of bench.engine.ask(question, never)) {
    if (event.type === 'text') break
  }
  await until('it is told to stop', () => bench.standIn.requests.some(({ path }) => isStop(path)))
  bench.standIn.script = {}
  isWhole(await hear(bench.engine))
  assert.deepEqual(bench.engine.state().failures, {})
})
