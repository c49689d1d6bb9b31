import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createRedaction, createRedactionRules, personalKinds } from './redaction.ts'

const rules = createRedactionRules({
  kinds: personalKinds,
  patterns: [{ name: 'CONTRACT', pattern: 'HT-?\\d{3,}' }],
})
const names = ['张伟', 'Alice Smith']
/** What leaves of a text. */
const redact = (text: string) => createRedaction(() => rules, names).redact(text)

describe('what leaves', () => {
  const cases: Record<string, [string, string][]> = {
    'has no phone numbers': [
      ['手机13800138000谢谢', '手机[PHONE_1]谢谢'],
      ['+86 139-1234-5678 或 138 0013 8000', '[PHONE_1] 或 [PHONE_2]'],
      ['１３８００１３８０００', '[PHONE_1]'],
      ['138​0013​8000', '[PHONE_1]'],
      ['一三八零零一三八零零零', '[PHONE_1]'],
      ['٠١٢٣٤٥٦٧٨٩', '[PHONE_1]'],
      ['电话010-65541234转801', '电话[PHONE_1]'],
      ['(0571) 88881234, 400-820-8820', '[PHONE_1], [PHONE_2]'],
      ['+1 (415) 555-2671 or 415-555-2671', '[PHONE_1] or [PHONE_2]'],
      ['+44 20 7946 0958.', '[PHONE_1].'],
    ],
    'has no cards, of persons or banks': [
      ['身份证11010519491231002X。', '身份证[ID_1]。'],
      ['110105 19491231 002x', '[ID_1]'],
      ['old one 110105491231002', 'old one [ID_1]'],
      // A wrong check digit makes it no card; it still does not leave.
      ['110105194912310021', '[NUMBER_1]'],
      ['4111 1111 1111 1111 ok', '[CARD_1] ok'],
      ['6222021234567890128', '[CARD_1]'],
      ['4111 1111 1111 1112', '[NUMBER_1]'],
    ],
    'has no e-mail addresses': [
      ['邮箱zhang.wei@example.com.cn谢谢', '邮箱[EMAIL_1]谢谢'],
      ['a+b@例子.example, jörg@straße.example', 'a+b@例子.example, [EMAIL_1]'],
      ['zhang＠example.com', '[EMAIL_1]'],
    ],
    'has no postal addresses': [
      ['请寄到浙江省杭州市西湖区文三路90号，谢谢', '请寄到[ADDRESS_1]，谢谢'],
      ['我住在北京市朝阳区建国路88号SOHO现代城3号楼1205室', '我住在[ADDRESS_1]'],
      ['地址：阳光小区3栋2单元501', '地址：[ADDRESS_1]'],
      ['南京东路100号', '[ADDRESS_1]'],
      ['send it to 221B Baker Street, please', 'send it to [ADDRESS_1], please'],
      ['1600 Amphitheatre Parkway, Mountain View, CA 94043', '[ADDRESS_1]'],
      ['12 Oak Drive Apt 4B', '[ADDRESS_1]'],
      ['PO Box 1234', '[ADDRESS_1]'],
    ],
    'has no order numbers, Parley’s or the workspace’s own': [
      ['订单号：A2023-77 到了吗', '订单号：[ORDER_1] 到了吗'],
      ['order 812 is late', 'order [ORDER_1] is late'],
      [
        'Order no. SO-19A, tracking number #ZX81',
        'Order no. [ORDER_1], tracking number #[ORDER_2]',
      ],
      ['合同HT-0042', '合同[CONTRACT_1]'],
    ],
    'has no names that are known': [
      ['我是张伟，ALICE SMITH’s friend', '我是[NAME_1]，[NAME_2]’s friend'],
      ['Alice Smithson', 'Alice Smithson'],
    ],
    'keeps everything else': [
      ['我知道3号发货，今天去超市12号下单', '我知道3号发货，今天去超市12号下单'],
      ['上海市浦东新区有店吗', '上海市浦东新区有店吗'],
      ['2 weeks on the way, order status?', '2 weeks on the way, order status?'],
      ['2026-11-23 12:30, 1,234.50 元, 3 x 199', '2026-11-23 12:30, 1,234.50 元, 3 x 199'],
      ['iPhone 15, Phone 1 [a] 【b】', 'iPhone 15, Phone 1 [a] 【b】'],
    ],
  }
  for (const [name, pairs] of Object.entries(cases)) {
    test(name, () => {
      for (const [text, expected] of pairs) assert.equal(redact(text), expected)
    })
  }

  test('has one placeholder for one value, through the whole conversation', () => {
    const redaction = createRedaction(() => rules, names)
    assert.equal(redaction.redact('13800138000, 13900139000'), '[PHONE_1], [PHONE_2]')
    assert.equal(redaction.redact('13900139000'), '[PHONE_2]')
    assert.equal(redaction.restore('[PHONE_1] [PHONE_2]'), '13800138000 13900139000')
  })

  test('is counted by kind', () => {
    const counts = {}
    const redaction = createRedaction(() => rules, names)
    redaction.redact('13800138000 a@b.example', counts)
    redaction.redact('13800138000 [PHONE_1]', counts)
    assert.deepEqual(counts, { PHONE: 2, EMAIL: 1 })
  })

  test('is only what the workspace chose', () => {
    const few = createRedactionRules({ kinds: ['email'], patterns: [] })
    assert.equal(
      createRedaction(() => few).redact('13800138000 a@b.example'),
      '13800138000 [EMAIL_1]',
    )
  })
})

describe('what comes back', () => {
  const answerOf = (answer: string) => {
    const redaction = createRedaction(() => rules)
    redaction.redact('13800138000 a@b.example')
    return redaction.restore(answer)
  }

  test('has the originals, however the engine writes the placeholder', () => {
    const spellings = [
      '[PHONE_1]',
      '[phone_1]',
      '【PHONE_1】',
      '［PHONE＿１］',
      '〔Phone 1〕',
      '[ PHONE-1 ]',
      '[PHONE\\_1]',
      '【PHONE_1]',
      'PHONE_1',
    ]
    for (const spelling of spellings) {
      assert.equal(answerOf(`拨打${spelling}。`), '拨打13800138000。', spelling)
    }
    assert.equal(answerOf('**[PHONE_1]**, (PHONE_1)'), '**13800138000**, (13800138000)')
  })

  test('keeps what was never hidden', () => {
    for (const answer of ['[PHONE_2]', 'MYPHONE_1', 'PHONE_11', 'Phone 1', '[PHONE]', '[1]']) {
      assert.equal(answerOf(answer), answer)
    }
  })

  test('comes at once where nothing can follow, and waits where something can', () => {
    const redaction = createRedaction(() => rules)
    redaction.redact('13800138000')
    const restorer = redaction.restorer()
    assert.equal(restorer.push('Call [a] '), 'Call [a] ')
    assert.equal(restorer.push('['), '')
    assert.equal(restorer.push('PHO'), '')
    assert.equal(restorer.push('NE_1] or [P'), '13800138000 or ')
    assert.equal(restorer.push('ress 1'), '[Press 1')
    assert.equal(restorer.push('] PHONE_1'), '] ')
    assert.equal(restorer.end(), '13800138000')
  })

  test('stays hidden when it is older than what is remembered', () => {
    const redaction = createRedaction(() => rules)
    redaction.redact('13800138000')
    for (let number = 0; number < 2_000; number += 1) redaction.redact(`a${number}@b.example`)
    assert.equal(redaction.restore('[PHONE_1]'), '[PHONE_1]')
    assert.equal(redaction.restore('[EMAIL_2000]'), 'a1999@b.example')
  })
})
