import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { GraphFile } from '@parley/protocol/rest/graph'
import { openKnowledge } from '../../../tests/_harness/knowledge.ts'
import { signLive } from './live.ts'

const secret = 'a secret of some length'
const settings = {
  isOn: true,
  url: 'https://orders.example/live',
  secret,
  reach: 'outside' as const,
  types: [{ type: 'order', pattern: '(?:order|订单) ?#?(\\d{3,12})' }],
  timeoutMs: 1_000,
  cacheMs: 5_000,
}

/** A company's endpoint that answers as told, in place of the network. */
async function openLive(answer: (body: string) => Response | Promise<Response>) {
  const calls: { headers: Headers; body: string }[] = []
  const opened = await openKnowledge({
    outside: () => async (_url, init) => {
      const call = { headers: new Headers(init?.headers as never), body: String(init?.body) }
      calls.push(call)
      return answer(call.body)
    },
  })
  const { author, room } = opened
  await room.live.change('w', settings)
  await room.graph.putIntent(author, {
    key: 'order_status',
    subject: 'order',
    answers: [{ path: ['shipped_by'], templates: { en: '{0} is with {1}.' } }],
  })
  await room.graph.putEntity(author, { key: 'sky', type: 'carrier', name: 'Skylark' })
  const ask = (identities: string[] = []) =>
    room.graph.ask(
      'w',
      { text: 'Where is order 9001?', intent: 'order_status', locale: 'en' },
      new Set(identities),
    )
  return { ...opened, calls, ask }
}

const facts: GraphFile = {
  entities: [{ key: 'o', type: 'order', name: '9001' }],
  relations: [{ from: 'o', type: 'shipped_by', to: 'sky' }],
}

describe('live entities', () => {
  test('are asked for with a signature, and go together with the graph', async () => {
    await using live = await openLive(() => Response.json(facts))
    const answer = await live.ask(['email:lin@visitor.example'])
    assert.equal(answer?.text, '9001 is with Skylark.')
    assert.equal(answer.isPersonal, true)
    const [call] = live.calls
    assert.deepEqual(JSON.parse(call?.body ?? ''), {
      workspaceId: 'w',
      type: 'order',
      name: '9001',
      identities: ['email:lin@visitor.example'],
    })
    const timestamp = call?.headers.get('x-parley-timestamp') ?? ''
    const signature = `v1=${signLive(secret, timestamp, call?.body ?? '')}`
    assert.equal(call?.headers.get('x-parley-signature'), signature)
  })

  test('are found in a question with the words that belong to the name', async () => {
    await using live = await openLive(() => Response.json(facts))
    assert.deepEqual(await live.room.graph.mentions('w', 'where is order #9001 now'), [
      { id: 'live:order:9001', type: 'order', name: '9001', from: 9, to: 20 },
    ])
    assert.deepEqual(await live.room.graph.mentions('w', 'where are my 9001 things'), [])
    await live.room.live.change('w', { ...settings, isOn: false })
    assert.deepEqual(await live.room.graph.mentions('w', 'where is order #9001 now'), [])
  })

  test('are believed for a while, for the same person alone', async () => {
    await using live = await openLive(() => Response.json(facts))
    await live.ask(['contact:1'])
    await live.ask(['contact:1'])
    assert.equal(live.calls.length, 1)
    await live.ask(['contact:2'])
    assert.equal(live.calls.length, 2)
    live.clock.now += settings.cacheMs
    await live.ask(['contact:1'])
    assert.equal(live.calls.length, 3)
  })

  test('can be tried, past what is kept, and a failure is told in words', async () => {
    const answers = [
      () => Response.json(facts),
      () => new Response('', { status: 404 }),
      () => Promise.reject(new Error('fetch failed', { cause: new Error('no such host') })),
    ]
    await using live = await openLive(() => answers[live.calls.length - 1]?.() ?? Response.error())
    const trial = () => live.room.live.test('w', { type: 'order', name: '9001' })
    const told = await trial()
    assert.deepEqual(
      [told.problem, told.entities, told.relations],
      ['', facts.entities, facts.relations],
    )
    assert.deepEqual(JSON.parse(live.calls[0]?.body ?? '').identities, [])
    const unknown = await trial()
    assert.deepEqual([unknown.problem, unknown.entities], ['', []])
    assert.equal((await trial()).problem, 'fetch failed: no such host')
  })

  test('are done without when the endpoint fails, and it is left alone after five failures', async () => {
    const answers = [
      () => new Response('no', { status: 500 }),
      () => new Response('{"entities":'),
      () => Response.json({ entities: 'none' }),
      () => Promise.reject(new Error('unreachable')),
      () => Response.json({ entities: [{ key: 'o', type: 'order' }] }),
    ]
    await using live = await openLive(
      () => answers[live.calls.length - 1]?.() ?? Response.json(facts),
    )
    for (const _ of answers) assert.equal(await live.ask(), undefined)
    assert.equal(await live.ask(), undefined)
    assert.equal(live.calls.length, answers.length)
    live.clock.now += 30_000
    assert.equal((await live.ask())?.text, '9001 is with Skylark.')
    assert.equal(live.failures.length, answers.length)
  })

  test('that are not known are no failure', async () => {
    await using live = await openLive(() => new Response('', { status: 404 }))
    assert.equal(await live.ask(), undefined)
    assert.deepEqual(live.failures, [])
  })

  test('have a secret that is kept when it is left out, and never told', async () => {
    await using live = await openLive(() => Response.json(facts))
    const { secret: _, ...others } = settings
    await live.room.live.change('w', { ...others, cacheMs: 0 })
    assert.ok(await live.ask())
    const shown = JSON.stringify(await live.room.live.settings('w'))
    assert.ok(!shown.includes(secret))
    await assert.rejects(live.room.live.change('other', others), { reason: 'bad_input' })
    const wrong = { ...settings, types: [{ type: 'order', pattern: '(' }] }
    await assert.rejects(live.room.live.change('w', wrong), { reason: 'bad_input' })
  })
})
