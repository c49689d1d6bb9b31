import assert from 'node:assert/strict'
import { it } from 'node:test'
import {
  emptyAttribute,
  emptyEntity,
  entityDraftOf,
  isWholeEntity,
  toEntity,
} from './entity-draft.ts'

const shop = {
  key: 'shop:1',
  type: 'shop',
  name: 'Lake Street',
  names: { 'zh-CN': '湖滨店' },
  aliases: ['the shop at the lake'],
  attributes: { phone: '400', hours: { en: '9 to 6', 'zh-CN': '9 点到 18 点' } },
  validFrom: 5,
  validUntil: null,
  source: 'shops.csv',
  personal: '',
}

it('gives back what it was made from', () => {
  assert.deepEqual(toEntity(entityDraftOf(shop)), shop)
})

it('leaves out what says nothing', () => {
  const draft = {
    ...entityDraftOf(shop),
    names: { 'zh-CN': ' ', en: '' },
    attributes: [emptyAttribute(), { ...emptyAttribute(), name: 'fax' }],
  }
  assert.deepEqual(toEntity(draft).names, {})
  assert.deepEqual(toEntity(draft).attributes, {})
})

it('knows what is missing, and which names of types cannot be', () => {
  assert.equal(isWholeEntity(emptyEntity()), false)
  assert.equal(isWholeEntity(entityDraftOf(shop)), true)
  assert.equal(isWholeEntity({ ...entityDraftOf(shop), type: 'Shop' }), false)
  const odd = { ...emptyAttribute(), name: 'Opening hours', text: '9' }
  assert.equal(isWholeEntity({ ...entityDraftOf(shop), attributes: [odd] }), false)
})
