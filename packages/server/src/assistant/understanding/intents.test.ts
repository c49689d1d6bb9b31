import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLexicon } from '../matching/index.ts'
import { findDays } from './dates.ts'
import { findEntities, type NameLookup } from './entities.ts'
import { createIntentFinder, type Intent } from './intents.ts'
import { refineIntent } from './refine-intent.ts'

const now = Date.UTC(2026, 4, 10)
const names: NameLookup = (text) =>
  [...text.matchAll(/f45|清泉净水器/g)].map(({ 0: name, index }) => ({
    id: name === 'f45' ? 'fridge' : 'purifier',
    type: 'product',
    name,
    from: index,
    to: index + name.length,
  }))
const intents: Intent[] = [
  {
    key: 'price',
    phrasings: ['{product}多少钱', 'How much is {product}?'],
    requires: ['product'],
  },
  { key: 'warranty', phrasings: ['{product}保修几年'], requires: ['product'] },
  { key: 'gas', phrasings: [], patterns: ['漏气|gas leak'], isPeopleOnly: true },
]
const find = (question: string) =>
  createIntentFinder(createLexicon(), intents)(findEntities(names, question, now))

const entitiesOf = (question: string) =>
  findEntities(names, question, now).entities.map(({ type, value }) => `${type} ${value}`)

describe('intents', () => {
  it('finds the intent with its entities', () => {
    const finding = find('请问 F45 多少钱？')
    assert.equal(finding.intent?.key, 'price')
    assert.equal(finding.intent, intents[0])
    assert.deepEqual(
      finding.entities.map(({ id }) => id),
      ['fridge'],
    )
    assert.deepEqual(finding.missing, [])
    assert.equal(find('how much is the F45').intent?.key, 'price')
    assert.equal(find('清泉净水器保修多久').intent?.key, 'warranty')
  })

  it('says what is missing', () => {
    const finding = find('多少钱')
    assert.deepEqual(finding.missing, finding.intent === undefined ? [] : ['product'])
    assert.equal(find('今天天气怎么样').intent, undefined)
  })

  it('takes patterns, which are sure', () => {
    const finding = find('厨房好像漏气了')
    assert.equal(finding.intent?.isPeopleOnly, true)
    assert.equal(finding.by, 'pattern')
    assert.equal(finding.confidence, 1)
  })
})

describe('entities', () => {
  it('finds order numbers, days and numbers, none twice', () => {
    assert.deepEqual(entitiesOf('订单号 812345 什么时候到'), ['order_number 812345'])
    assert.deepEqual(entitiesOf('812号订单'), ['order_number 812'])
    assert.deepEqual(entitiesOf('Where is order #A-9912?'), ['order_number a-9912'])
    assert.deepEqual(entitiesOf('5月3日买的 F45，用了 7 天'), [
      'date 2026-05-03',
      'product f45',
      'number 7',
    ])
    assert.deepEqual(entitiesOf('yesterday I bought 2'), ['date 2026-05-09', 'number 2'])
  })

  it('knows the calendar', () => {
    const days = (text: string) => findDays(text, now).map(({ value }) => value)
    assert.deepEqual(days('2026-02-28'), ['2026-02-28'])
    assert.deepEqual(days('2月30日'), [])
    assert.deepEqual(days('3 may 2025 and june 1st'), ['2025-05-03', '2026-06-01'])
    assert.deepEqual(days('明天'), ['2026-05-11'])
  })
})

describe('refineIntent', () => {
  const signal = new AbortController().signal
  const refine = (answer: Promise<unknown>) =>
    refineIntent({ classify: () => answer }, intents, '这台要花多少', find('这台要花多少'), {
      signal,
    })

  it('takes the engine’s choice, with what is missing', async () => {
    const finding = await refine(Promise.resolve({ intent: 'price' }))
    assert.equal(finding.intent?.key, 'price')
    assert.equal(finding.by, 'engine')
    assert.deepEqual(finding.missing, ['product'])
    assert.equal((await refine(Promise.resolve({ intent: 'none' }))).intent, undefined)
  })

  it('is harmed by nothing an engine does', async () => {
    const before = find('这台要花多少')
    for (const answer of ['?', null, { intent: 'invented' }, {}])
      assert.deepEqual(await refine(Promise.resolve(answer)), before)
    assert.deepEqual(await refine(Promise.reject(new Error('down'))), before)
  })

  it('asks nothing when the rules are sure', async () => {
    const sure = find('F45 多少钱')
    const classify = () => assert.fail('asked')
    assert.equal(await refineIntent({ classify }, intents, '', sure, { signal }), sure)
  })
})
