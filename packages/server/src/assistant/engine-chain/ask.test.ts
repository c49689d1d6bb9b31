import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Storage } from '../../platform/storage/index.ts'
import { EngineError, type EngineErrorKind, type EngineQuestion } from '../engines/index.ts'
import { createRedaction, createRedactionRules, type NewDeparture } from '../privacy/index.ts'
import { createAsk, type EngineRequest } from './ask.ts'
import type { LiveEngine } from './engine-chain.ts'

const never = new AbortController().signal

/** One engine that says what it was asked, and what was noted; `restart` forgets what is at hand. */
function open(fails?: EngineErrorKind) {
  const asked: EngineQuestion[] = []
  const noted: NewDeparture[] = []
  let rules = createRedactionRules({ kinds: ['phone', 'email'], patterns: [] })
  const live = {
    id: 'e1',
    version: 1,
    rules: { hidesPersonal: true },
    setup: { make: 'openai', name: 'E', settings: { baseUrl: 'http://engine:1/v1' } },
    guarded: {
      id: 'e1',
      name: 'E',
      async *ask(question: EngineQuestion) {
        asked.push(question)
        if (fails !== undefined) throw new EngineError(fails, 'no')
        yield { type: 'text', text: `You said: ${question.text}` }
        yield { type: 'done' }
      },
    },
  } as unknown as LiveEngine
  const start = () =>
    createAsk({
      chain: { of: () => [live] },
      privacy: {
        redaction: async (_, names) => createRedaction(() => rules, names),
        note: (departure) => noted.push(departure),
      },
      storage: {} as Storage,
      failed: assert.ifError,
    })
  let ask = start()
  const say = async (text: string, more: Partial<EngineRequest> = {}) => {
    const by = { causedBy: 'contact', causedById: 'v1' } as const
    const request = { workspaceId: 'w1', conversationId: 'c1', text, ...by, ...more }
    let answer = ''
    for await (const reply of ask(request, never)) {
      if (reply.type === 'text') answer += reply.text
    }
    return answer
  }
  return {
    asked,
    noted,
    say,
    restart() {
      ask = start()
    },
    hide(pattern: string) {
      rules = createRedactionRules({ kinds: [], patterns: [{ name: 'SALE', pattern }] })
    },
  }
}

describe('a conversation with an engine', () => {
  test('has one placeholder for one thing, also after a restart', async () => {
    const { asked, say, restart } = open()
    assert.equal(await say('Call 13800138000'), 'You said: Call 13800138000')
    restart()
    const earlier = [
      { by: 'visitor', text: 'Call 13800138000' },
      { by: 'assistant', text: 'I will.' },
    ] as const
    assert.equal(await say('Or 13900139000', { earlier }), 'You said: Or 13900139000')
    assert.equal(asked.at(-1)?.text, 'Or [PHONE_2]')
    assert.deepEqual(asked.at(-1)?.earlier?.[0], { by: 'visitor', text: 'Call [PHONE_1]' })
  })

  test('hides a name from when it is known, and whatever the workspace hides by then', async () => {
    const { asked, say, hide } = open()
    await say('It is for Anna Berg, SO-1')
    assert.equal(asked.at(-1)?.text, 'It is for Anna Berg, SO-1')
    await say('It is for Anna Berg, SO-1', { names: ['Anna Berg'] })
    assert.equal(asked.at(-1)?.text, 'It is for [NAME_1], SO-1')
    hide('SO-\\d+')
    const answer = await say('It is for Anna Berg, SO-1', { names: ['Anna Berg'] })
    assert.equal(asked.at(-1)?.text, 'It is for [NAME_1], [SALE_1]')
    assert.equal(answer, 'You said: It is for Anna Berg, SO-1')
  })
})

test('what left is noted, also when the engine failed, and nothing that did not leave', async () => {
  for (const [kind, count] of [
    [undefined, 1],
    ['engine_error', 1],
    ['bad_config', 1],
    ['resting', 0],
    ['full', 0],
    ['over_budget', 0],
    ['forbidden', 0],
  ] as const) {
    const { say, noted } = open(kind)
    if (kind === undefined) await say('a@b.example')
    else await assert.rejects(say('a@b.example'), { kind })
    assert.equal(noted.length, count, kind ?? 'answered')
    if (count > 0) assert.deepEqual(noted[0]?.redactions, { EMAIL: 1 })
  }
})
