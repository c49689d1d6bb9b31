import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createLexicon, createQuestionIndex, type MatchRule } from './index.ts'

const same: MatchRule = { threshold: 0.84, mode: 'same' }
const names = [
  { id: 'f45', names: ['F45', '霜岭冰箱'] },
  { id: 'r5', names: ['R5', '清风扫地机'] },
]

function found(stored: string, asked: string, rule: MatchRule = same): boolean {
  const index = createQuestionIndex<string>(createLexicon({ names }), { entriesMax: 10 })
  index.add('stored', stored, 'stored')
  return index.find(asked, rule) !== undefined
}

describe('matching', () => {
  it('finds other ways to ask the same', () => {
    for (const [stored, asked] of [
      ['怎么退货', '请问如何退货呢？'],
      ['怎么取消订单', '想取消訂單怎麼辦'],
      ['退款多久到账', '退款什么时候能到账'],
      ['how do I cancel my order', 'How can I cancel an order?'],
      ['do you ship abroad', 'Do you ship overseas?'],
      ['霜岭冰箱多少钱', 'F45 多少钱'],
      ['可以用信用卡付款吗', '信用卡可以吗'],
      ['退款多久到账', '退货的钱多久到账'],
      ['退款多久到账', '退款要几天'],
      ['can I pay by credit card', 'do you take credit cards?'],
    ] as const)
      assert.ok(found(stored, asked), `${stored} | ${asked}`)
  })

  it('never takes near misses for the same', () => {
    for (const [stored, asked] of [
      ['how to cancel', 'how not to cancel'],
      ['7 天内可以退货吗', '30 天内可以退货吗'],
      ['七天内可以退货吗', '可以退货吗'],
      ['冰箱 7 天内不喜欢可以退货退款吗', '冰箱 30 天内不喜欢可以退货退款吗'],
      ['怎么退货', '怎么换货'],
      ['可以退货吗', '为什么不可以退货'],
      ['can I return it', "why can't I return it"],
      ['F45 多少钱', 'R5 多少钱'],
      ['F45 多少钱', 'X99 多少钱'],
      ['怎么付款', '怎么付款给供应商结算发票'],
      ['cancel my order', "I don't want to cancel my order"],
      ['退款多久到账', '退货要自己出钱吗'],
      ['申请维修', '维修好了怎么取'],
      ['我要投诉', '我的投诉处理得怎么样了'],
      ['怎么取消订单', '谁取消了我的订单'],
      ['订单 812 到哪里了', '订单 812 里有什么'],
    ] as const)
      assert.ok(!found(stored, asked), `${stored} | ${asked}`)
  })

  it('tells what comes closest, each once and the best first, where nothing matches', () => {
    const index = createQuestionIndex<string>(createLexicon(), { entriesMax: 10 })
    index.add('1', 'how long does a refund take', 'refund')
    index.add('2', 'when do I get my refund', 'refund')
    index.add('3', 'how do I return a refrigerator', 'return')
    index.add('4', 'do you have a store in Hangzhou', 'store')
    const near = (asked: string, max = 3) =>
      index.nearest(asked, { threshold: 0.4, max }).map(({ value }) => value)
    const asked = 'how long does it take to refund and return a refrigerator'
    assert.equal(index.find(asked, { threshold: 0.8, mode: 'covers' }), undefined)
    assert.deepEqual(near(asked).toSorted(), ['refund', 'return'])
    assert.equal(near(asked, 1).length, 1)
    assert.deepEqual(near('how long did the refnud of my refund take'), ['refund'])
    assert.deepEqual(near('is parking free'), [])
    // What one search counted is not left for the next.
    assert.deepEqual(near('a store in Hangzhou'), ['store'])
  })

  it('lets a general question cover one that names a thing, and not the other way round', () => {
    const covers: MatchRule = { threshold: 0.7, mode: 'covers' }
    assert.ok(found('保修几年', 'F45 保修几年', covers))
    assert.ok(!found('保修几年', 'F45 保修几年'))
    assert.ok(!found('R5 保修几年', 'F45 保修几年', covers))
    assert.ok(found('我要退货', '我可以退货吗', covers))
    assert.ok(!found('我要退货', '晚上可以退货吗', { ...covers, threshold: 0.8 }))
  })

  it('takes the synonyms of a workspace', () => {
    const lexicon = createLexicon({ synonyms: [['流量包', '加油包', 'data top-up']] })
    const index = createQuestionIndex<string>(lexicon, { entriesMax: 10 })
    index.add('one', '怎么买流量包', 'one')
    assert.equal(index.find('怎么买加油包', same)?.value, 'one')
    assert.equal(index.find('怎么买彩铃', same), undefined)
  })

  it('answers with the nearest, and with none of two that are as near', () => {
    const index = createQuestionIndex<string>(createLexicon(), { entriesMax: 10 })
    index.add('a', '怎么取消订单', 'a')
    index.add('b', '怎么取消订单啊', 'b')
    index.add('c', '什么时候发货', 'c')
    assert.equal(index.find('什么时候能发货', same)?.value, 'c')
    assert.equal(index.find('订单取消怎么弄', { ...same, margin: 0.05 }), undefined)
  })

  it('holds no more than it may, and forgets what is removed', () => {
    const index = createQuestionIndex<number>(createLexicon(), { entriesMax: 2 })
    assert.ok(index.add('a', '怎么退货', 1))
    assert.ok(index.add('b', '怎么换货', 2))
    assert.ok(!index.add('c', '怎么开发票', 3))
    assert.ok(index.add('b', '怎么付款', 4))
    assert.equal(index.size, 2)
    assert.equal(index.find('怎么换货', same), undefined)
    index.remove('a')
    assert.equal(index.find('怎么退货', same), undefined)
    assert.equal(index.find('怎么付款', same)?.value, 4)
  })

  it('finds after any adding and removing exactly what stands', () => {
    const questions = [
      '怎么退货',
      '怎么换货',
      '怎么付款',
      'track my order',
      'reset my password',
      'zzz',
    ]
    const step = fc.tuple(fc.boolean(), fc.nat(questions.length - 1))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const index = createQuestionIndex<number>(createLexicon(), { entriesMax: 10 })
        const stands = new Set<number>()
        for (const [isAdded, at] of steps) {
          if (isAdded) index.add(String(at), questions[at] ?? '', at)
          else index.remove(String(at))
          if (isAdded) stands.add(at)
          else stands.delete(at)
        }
        assert.equal(index.size, stands.size)
        questions.forEach((question, at) => {
          assert.equal(index.find(question, same)?.value, stands.has(at) ? at : undefined)
        })
      }),
      { numRuns: 60 },
    )
  })

  it('weighs the same after much coming and going', () => {
    const index = createQuestionIndex<string>(createLexicon(), { entriesMax: 10 })
    const near = () =>
      index.find('彩铃怎么设置成静音', { threshold: 0.1, mode: 'same' })?.similarity
    index.add('a', '彩铃怎么设置', 'a')
    const before = near()
    for (let round = 0; round < 5; round += 1) {
      index.add('b', '彩铃怎么静音', 'b')
      index.remove('a')
      index.add('a', '彩铃怎么设置', 'a')
      index.remove('b')
    }
    assert.equal(near(), before)
  })

  it('takes any text', () => {
    const index = createQuestionIndex<string>(createLexicon({ names }), { entriesMax: 5 })
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        index.add('text', text, 'text')
        index.find(text, same)
      }),
    )
  })
})
