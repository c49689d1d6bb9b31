import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EngineError, type EngineErrorKind } from '../engines/index.ts'
import { createRedaction, createRedactionRules, type NewDeparture } from '../privacy/index.ts'
import type { LiveEngine } from './engine-chain.ts'
import { embedderOf } from './helpers.ts'

/** The embedder of a workspace with one engine, which fails so; and what was noted. */
function open(fails?: EngineErrorKind) {
  const noted: NewDeparture[] = []
  const embedded: string[] = []
  const live = {
    id: 'e1',
    rules: { hidesPersonal: true },
    setup: {
      make: 'openai',
      name: 'E',
      settings: { baseUrl: 'http://engine:1/v1', embeddingModel: 'm' },
    },
    guarded: {
      async embed(texts: readonly string[]) {
        if (fails !== undefined) throw new EngineError(fails, 'no')
        embedded.push(...texts)
        return texts.map(() => Float32Array.of(1))
      },
    },
  } as unknown as LiveEngine
  const redaction = createRedaction(() => createRedactionRules({ kinds: ['phone'], patterns: [] }))
  const embedder = embedderOf(
    { of: () => [live] },
    { redaction: async () => redaction, note: (departure) => noted.push(departure) },
    'w1',
  )
  return { embed: embedder?.embed ?? assert.fail('no embedder'), noted, embedded }
}

describe('texts that become vectors', () => {
  test('leave without what is personal, which is noted', async () => {
    const { embed, noted, embedded } = open()
    await embed(['Call 13800138000', 'plain'])
    assert.deepEqual(embedded, ['Call [PHONE_1]', 'plain'])
    const [left, ...others] = noted
    assert.equal(others.length, 0)
    assert.deepEqual(
      [left?.host, left?.redactions, left?.text],
      ['engine:1', { PHONE: 1 }, 'Call [PHONE_1]\nplain'],
    )
  })

  test('are noted when the engine failed, and not when it was never asked', async () => {
    for (const [kind, count] of [
      ['engine_error', 1],
      ['timed_out', 1],
      ['resting', 0],
      ['full', 0],
      ['over_budget', 0],
      ['forbidden', 0],
    ] as const) {
      const { embed, noted } = open(kind)
      await assert.rejects(embed(['plain']), { kind })
      assert.equal(noted.length, count, kind)
    }
  })
})
