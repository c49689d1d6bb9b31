import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fold, guessLanguage, normaliseQuestion, stem, tokens } from './index.ts'

/** All of these are one question. */
function same(...questions: string[]): void {
  const forms = new Set(questions.map(normaliseQuestion))
  assert.equal(forms.size, 1, [...forms].join(' | '))
}

describe('normaliseQuestion', () => {
  it('makes width, case, punctuation and emoji one', () => {
    same('怎么退货？', '怎么退货', '怎么退货？？？😭', ' 怎么 退货 ! ')
    same('F45 冰箱', 'Ｆ４５冰箱', 'f45冰箱。')
    same('How do I return it?', 'how do i RETURN it', 'How do I return it 🙏')
  })

  it('drops politeness and fillers in both languages', () => {
    same(
      '怎么开发票',
      '你好，请问怎么开发票呢',
      '麻烦问一下怎么开发票啊，谢谢',
      '想咨询一下怎么开发票',
    )
    same('how do i get an invoice', 'Hi, could you please tell me how do I get an invoice? Thanks!')
  })

  it('keeps a text that is nothing but politeness', () => {
    assert.equal(normaliseQuestion('你好！'), '你好')
    assert.equal(normaliseQuestion('Hello!'), 'hello')
    assert.equal(normaliseQuestion('？'), '')
  })

  it('reads traditional characters and common variants', () => {
    same('怎么退货', '怎麼退貨', '如何退货', '咋退货')
    same('能退货吗', '能不能退货')
    same('忘记账户密码', '忘記帳號密碼')
    same('订单发货', '订单发货没', '订单发货没有？')
  })

  it('keeps what changes the meaning', () => {
    for (const [a, b] of [
      ['可以退货吗', '不可以退货吗'],
      ['订单发货', '订单还没发货'],
      ['货有', '货却没有'],
      ['七天能退吗', '三十天能退吗'],
      ['怎么退货', '怎么换货'],
      ['can I return it', 'why can’t I return it'],
    ] as const)
      assert.notEqual(normaliseQuestion(a), normaliseQuestion(b))
  })

  it('writes counted numerals in digits and leaves the others', () => {
    same('七天无理由', '7 天无理由', '7天无理由')
    same('三十天内', '30天内')
    same('二十五元', '25元')
    assert.equal(normaliseQuestion('换一个新的'), '换一个新的')
    assert.equal(normaliseQuestion('一万元'), '10000元')
    assert.equal(normaliseQuestion('1,299 元'), '1299元')
  })

  it('takes any text, and leaves no space at an end or beside another', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const form = normaliseQuestion(text)
        assert.ok(!/^\s|\s$|\s\s/.test(form))
      }),
    )
  })
})

describe('tokens', () => {
  it('has two-character words, stemmed Latin words and whole numbers', () => {
    assert.deepEqual(tokens('退款多久'), ['退', '退款', '款', '款多', '多', '多久', '久'])
    assert.deepEqual(tokens('Orders shipped in 2.4 days'), ['order', 'ship', 'in', '2.4', 'day'])
    assert.deepEqual(tokens('清风R5扫'), ['清', '清风', '风', 'r5', '扫'])
  })

  it('finds the same in traditional and full-width text', () => {
    assert.deepEqual(tokens('退貨Ｒ５'), tokens('退货r5'))
  })
})

describe('stem', () => {
  it('brings forms of a word together and leaves short words alone', () => {
    for (const forms of [
      ['cancel', 'cancelled', 'canceled', 'cancelling', 'cancels'],
      ['ship', 'shipped', 'shipping', 'ships'],
      ['charge', 'charged', 'charging', 'charges'],
      ['delivery', 'deliveries'],
      ['colour', 'color', 'colours'],
      ['box', 'boxes'],
    ])
      assert.equal(new Set(forms.map(stem)).size, 1, forms.map(stem).join(' '))
    assert.equal(stem('this'), 'this')
    assert.equal(stem('address'), 'address')
    assert.equal(stem('status'), 'status')
  })
})

describe('guessLanguage', () => {
  it('sees through names and numbers', () => {
    assert.equal(guessLanguage('R5 连不上 Wi-Fi'), 'zh')
    assert.equal(guessLanguage('Where is my order?'), 'en')
    assert.equal(guessLanguage('812'), 'other')
    assert.equal(guessLanguage('где мой заказ'), 'other')
  })
})

describe('fold', () => {
  it('keeps words and signs', () => {
    assert.equal(fold('退貨？ABC'), '退货?abc')
  })
})
