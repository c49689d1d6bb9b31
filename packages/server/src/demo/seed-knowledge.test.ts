import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKnowledge } from '../../tests/_harness/knowledge.ts'
import { isBuiltIn, nobody } from '../knowledge/index.ts'
import { seedKnowledge } from './seed-knowledge.ts'

test('the demo shop knows its questions, documents and products in both languages', async () => {
  await using opened = await openKnowledge()
  const { room, author } = opened
  await seedKnowledge(room, author)
  const find = async (text: string) => {
    const [first] = await room.search('w', { text, audience: 'everyone' }, 1)
    return `${first?.title}: ${first?.heading}`
  }
  assert.equal(
    await find('扫地机器人边刷多久更换'),
    '清风 R5 扫地机器人使用手册: 清风 R5 扫地机器人使用手册 › 维护',
  )
  assert.equal(
    await find('loan fridge while mine is repaired'),
    'Warranty terms: Warranty terms › Loan appliances',
  )
  const graph = await room.graph.of('w')
  const cases = [
    ['product_price', 'Hearth K1', '清风 R5 扫地机器人'],
    ['shop_address', 'Chengdu store', '成都店'],
    ['product_noise', 'Monsoon A3', '季风空调'],
  ]
  for (const [intent = '', english = '', chinese = ''] of cases) {
    for (const [locale, text] of [
      ['en', english],
      ['zh-CN', chinese],
    ] as const) {
      const answer = await room.graph.ask('w', { text, intent, locale }, nobody)
      assert.ok(answer, `${intent} ${text}`)
    }
  }
  // Every intent can be answered about something, by somebody.
  const lin = new Set(['email:lin@visitor.example'])
  for (const { key, subject } of graph.intents.filter((intent) => !isBuiltIn(intent))) {
    const answers = await Promise.all(
      graph.entities
        .filter(({ type }) => type === subject)
        .map(({ name }) => room.graph.ask('w', { text: name, intent: key, locale: 'en' }, lin)),
    )
    assert.ok(answers.some(Boolean), key)
  }
})
