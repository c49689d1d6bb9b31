import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Intent } from '@parley/protocol/rest/graph'
import { intentDraftOf, toIntent } from './intent-draft.ts'

const intent: Intent = {
  key: 'product_price',
  name: { en: 'Price' },
  subject: 'product',
  phrasings: { 'zh-CN': ['{product}多少钱', '{product}的价格'], en: ['how much is {product}'] },
  patterns: ['多少钱'],
  answers: [{ path: ['stocked_at', '^part_of'], templates: { en: '{0}: {0.price}' } }],
  isPeopleOnly: true,
}

test('an intent that is opened and stored again says the same', () => {
  assert.deepEqual(toIntent(intentDraftOf(intent)), intent)
})

test('what is left empty is left out', () => {
  const draft = { ...intentDraftOf(undefined), key: ' hello ' }
  draft.answers.push({ path: 'a b', templates: { 'zh-CN': ' ', en: '' } })
  assert.deepEqual(toIntent(draft), { key: 'hello' })
})
