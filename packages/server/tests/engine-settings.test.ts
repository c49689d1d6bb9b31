import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Engine, EngineList, EngineTestResult } from '@parley/protocol/rest/engines'
import { reasonOf } from './_harness/answers.ts'
import { ENGINE_KEY, openEngineShop } from './_harness/engines.ts'

describe('the engines of a workspace', () => {
  test('keep their keys to themselves, their order, and their place in one workspace', async () => {
    await using shop = await openEngineShop()
    const first = (await shop.add('openai', {})).engine
    const second = (await shop.add('coze', {})).engine
    const response = await shop.server.request('/api/engines', {
      cookie: await shop.server.signIn(await shop.server.addAgent('Bo', 'admin')),
    })
    const text = await response.text()
    assert.ok(!text.includes(ENGINE_KEY))
    const ordered = await shop.call<EngineList>('PATCH', '/api/engines', {
      ids: [second.id, first.id],
    })
    assert.deepEqual(
      ordered.engines.map(({ id, hasKey }) => [id, hasKey]),
      [
        [second.id, true],
        [first.id, true],
      ],
    )
    const renamed = await shop.call<Engine>('PATCH', `/api/engines/${first.id}`, {
      name: 'Other',
      budget: { callsMax: 3 },
    })
    assert.deepEqual(
      [renamed.name, renamed.hasKey, renamed.budget],
      ['Other', true, { callsMax: 3 }],
    )
    const removed = await shop.server.request(`/api/engines/${second.id}`, {
      method: 'DELETE',
      cookie: shop.cookie,
    })
    assert.equal(removed.status, 204)
    const { engines } = await shop.call<EngineList>('GET', '/api/engines')
    assert.deepEqual(
      engines.map(({ name }) => name),
      ['Other'],
    )
  })

  test('are refused with the field that is wrong, and are no business of agents', async () => {
    await using shop = await openEngineShop()
    const cookie = await shop.server.signIn(await shop.server.addAgent('Bo'))
    assert.equal(
      await reasonOf(await shop.server.request('/api/engines', { cookie })),
      'not_allowed',
    )
    const admin = await shop.server.signIn(await shop.server.addAgent('Cy', 'admin'))
    const refused = await shop.server.request('/api/engines', {
      method: 'POST',
      cookie: admin,
      body: { make: 'openai', name: 'X', settings: { baseUrl: 'ftp://x', model: 'm' } },
    })
    assert.equal(refused.status, 400)
    assert.match(await refused.text(), /settings\.baseUrl/)
  })

  test('may not lie where the workspace does not allow it', async () => {
    await using shop = await openEngineShop()
    const { engine } = await shop.add('openai', {}, { reach: 'outside' })
    const result = await shop.call<EngineTestResult>('POST', `/api/engines/${engine.id}/test`)
    assert.deepEqual([result.works, result.error], [false, 'forbidden'])
  })
})
