import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Script } from '@parley/stand-ins'
import { hear, isWhole, of, question, start, until } from './engines.fixture.ts'
import { askChain, type ChainEvent, type Engine, EngineError } from './index.ts'

const never = new AbortController().signal
const page = (status: number): Script => ({ reply: { status, body: 'no' } })

describe('a chain of engines', () => {
  async function walk(engines: readonly Engine[], waitMsMax?: number) {
    const events: ChainEvent[] = []
    let text = ''
    for await (const event of askChain(engines, () => question, never, waitMsMax)) {
      events.push(event)
      if (event.type === 'asking') text = ''
      if (event.type === 'replace') text = event.text
      if (event.type === 'text') text += event.text
    }
    return { events, text, engine: events.findLast((event) => event.type === 'asking')?.engineId }
  }

  test('goes on to the next when one hangs, and mixes no halves', async () => {
    await using hangs = await start({
      make: 'coze',
      script: { text: '一半一半', stall: 'in_text' },
      limits: { silenceMs: 50 },
    })
    await using cold = await start({
      make: 'dify',
      script: { stall: 'before_text', heartbeatMs: 5 },
      limits: { firstTextMs: 50 },
    })
    await using works = await start({ make: 'openai', script: { text: '整个答案' } })
    const { events, text, engine } = await walk([hangs.engine, cold.engine, works.engine])
    assert.equal(text, '整个答案')
    assert.equal(engine, 'e-openai')
    assert.equal(events.filter(({ type }) => type === 'failed').length, 2)
    assert.equal(events.at(-1)?.type, 'done')
    assert.equal(events.filter(({ type }) => type === 'done').length, 1)
  })

  test('shares the time that visitors wait, and counts what was too slow as a failure', async () => {
    const hanging = { make: 'coze', script: { stall: 'before_text' } } as const
    await using hangs = await start({ ...hanging, limits: { failuresMax: 1 } })
    await using stops = await start({
      make: 'dify',
      script: { text: '一半一半', stall: 'in_text' },
    })
    await using works = await start({ make: 'openai', script: { text: '整个答案' } })
    const { text, events } = await walk([hangs.engine, stops.engine, works.engine], 600)
    assert.equal(text, '整个答案')
    assert.deepEqual(
      events.flatMap((event) =>
        event.type === 'failed' && event.error instanceof EngineError ? [event.error.kind] : [],
      ),
      ['timed_out', 'timed_out'],
    )
    assert.notEqual(hangs.engine.state().breaker, 'closed')
    assert.equal(stops.engine.state().failures.timed_out, 1)
  })

  test('goes on when a budget is used up or an engine rests, without asking it', async () => {
    await using poor = await start({ make: 'coze', budget: { callsMax: 0 } })
    await using rests = await start({
      make: 'dify',
      script: page(500),
      limits: { failuresMax: 1, restMs: 300_000 },
    })
    await hear(rests.engine)
    await using works = await start({ make: 'openai', script: { text: 'yes' } })
    const { text } = await walk([poor.engine, rests.engine, works.engine])
    assert.equal(text, 'yes')
    assert.equal(poor.standIn.requests.length, 0)
    assert.equal(rests.standIn.requests.length, 1)
  })

  test('fails with the last one’s reason when none answers', async () => {
    await using one = await start({ make: 'coze', script: page(500) })
    await using two = await start({ make: 'dify', script: page(401) })
    await assert.rejects(walk([one.engine, two.engine]), { kind: 'auth' })
    await assert.rejects(walk([]), { kind: 'bad_config' })
  })

  test('stops when the caller does', async () => {
    await using one = await start({ make: 'coze', script: { stall: 'before_text' } })
    await using two = await start({ make: 'dify' })
    const caller = new AbortController()
    const walking = (async () => {
      for await (const _event of askChain([one.engine, two.engine], () => question, caller.signal));
    })()
    await until('the first is asked', () => one.standIn.requests.length === 1)
    caller.abort(new Error('enough'))
    await assert.rejects(walking, { message: 'enough' })
    assert.equal(two.standIn.requests.length, 0)
  })

  test('an engine that hangs holds up none of the others', async () => {
    await using hangs = await start({
      make: 'coze',
      script: { stall: 'before_text' },
      limits: { firstTextMs: 300_000 },
    })
    await using works = await start({ make: 'openai' })
    const caller = new AbortController()
    const waiting = Array.from({ length: 50 }, () => hear(hangs.engine, question, caller.signal))
    await until('all hang', () => hangs.engine.state().running === 50)
    for (let count = 0; count < 20; count += 1) isWhole(await hear(works.engine))
    caller.abort(new Error('enough'))
    await Promise.all(waiting)
    assert.equal(hangs.engine.state().running, 0)
    assert.equal(of(await hear(works.engine), 'done').length, 1)
  })
})
