import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKnowledge } from '../../tests/_harness/knowledge.ts'
import { isBuiltIn, nobody } from '../knowledge/index.ts'
import { seedKnowledge } from './seed-knowledge.ts'

test('the demo shop knows its questions, documents and teas in both languages', async () => {
  await using opened = await openKnowledge()
  const { room, author } = opened
  await seedKnowledge(room, author)
  const find = async (text: string) => {
    const [first] = await room.search('w', { text, audience: 'everyone' }, 1)
    return first?.heading
  }
  assert.equal(await find('新买的紫砂壶有土味'), '泡茶小册 › 茶具')
  assert.equal(await find('rinse the pot of pu-erh'), 'A small book of brewing › Rinsing')
  const graph = await room.graph.of('w')
  const cases = [
    ['product_price', 'Longjing', '碧螺春'],
    ['product_stock', 'Tieguanyin', '大红袍'],
    ['shop_address', 'tea house', '杭州店'],
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
  // Every intent that has answers can be answered about something, by somebody.
  const sun = new Set(['email:sunyue@mail.example'])
  for (const { key, subject } of graph.intents.filter((intent) => !isBuiltIn(intent))) {
    if (subject === undefined) continue
    const answers = await Promise.all(
      graph.entities
        .filter(({ type }) => type === subject)
        .map(({ name }) => room.graph.ask('w', { text: name, intent: key, locale: 'en' }, sun)),
    )
    assert.ok(answers.some(Boolean), key)
  }
})
