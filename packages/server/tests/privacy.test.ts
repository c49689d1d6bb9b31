import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type {
  DeparturePage,
  PrivacySettings,
  RedactionPreview,
} from '@parley/protocol/rest/privacy'
import { answerOf, reasonOf } from './_harness/answers.ts'
import { startServer } from './_harness/server.ts'
import { until } from './_harness/wait.ts'

describe('privacy', () => {
  test('is set, tried and read by administrators', async () => {
    await using server = await startServer()
    const cookie = await server.signIn(await server.addAgent('Ada', 'admin'))
    const patterns = [{ name: 'SALE', pattern: 'SO-\\d+' }]
    const changed = await server.request('/api/privacy', {
      method: 'PATCH',
      body: { patterns, isTextKept: true },
      cookie,
    })
    assert.deepEqual((await answerOf<PrivacySettings>(changed)).patterns, patterns)
    const preview = await server.request('/api/privacy/preview', {
      method: 'POST',
      body: { text: 'SO-77: 13800138000' },
      cookie,
    })
    assert.equal((await answerOf<RedactionPreview>(preview)).text, '[SALE_1]: [PHONE_1]')

    const { workspaceId } = server
    const { privacy } = server.app
    for (const bytes of [1, 2]) {
      privacy.note({
        workspaceId,
        engineId: 'e1',
        engineName: 'Dify',
        host: 'dify.example',
        conversationId: '',
        causedBy: 'system',
        causedById: '',
        bytes,
        redactions: { SALE: 1 },
        text: '[SALE_1]',
      })
    }
    await until(
      'it is written',
      async () => (await privacy.list(workspaceId)).departures.length === 2,
    )
    const read = async (query = '') =>
      answerOf<DeparturePage>(await server.request(`/api/privacy/departures${query}`, { cookie }))
    const { departures } = await read()
    assert.deepEqual(
      departures.map(({ bytes, text, redactions }) => [bytes, text, redactions]),
      [
        [2, '[SALE_1]', { SALE: 1 }],
        [1, '[SALE_1]', { SALE: 1 }],
      ],
    )
    const older = await read(`?before=${departures[0]?.id}`)
    assert.deepEqual(
      older.departures.map(({ bytes }) => bytes),
      [1],
    )
  })

  test('refuses what cannot work, and says why', async () => {
    await using server = await startServer()
    const cookie = await server.signIn(await server.addAgent('Ada', 'admin'))
    for (const body of [
      { patterns: [{ name: 'SALE', pattern: '(' }] },
      { patterns: [{ name: 'sale', pattern: 'a' }] },
      { kinds: ['everything'] },
      { keptDays: 0 },
    ]) {
      const answer = await server.request('/api/privacy', { method: 'PATCH', body, cookie })
      assert.equal(await reasonOf(answer), 'bad_input', JSON.stringify(body))
    }
  })
})
