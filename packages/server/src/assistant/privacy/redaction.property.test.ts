import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { fold } from './fold.ts'
import { createRedaction, createRedactionRules, personalKinds } from './redaction.ts'

const rules = createRedactionRules({
  kinds: personalKinds,
  patterns: [{ name: 'PHON', pattern: '_\\d{2}' }],
})
const names = ['张伟', 'Al']

/** Texts of what the redaction looks for and of what its placeholders are made of. */
const pieces = fc.constantFrom(
  ...[
    '[',
    ']',
    '【',
    '】',
    '［',
    '］',
    '_',
    '＿',
    '\\',
    '\\_',
    ' ',
    '-',
    '.',
    '@',
    '#',
    '\n',
    '\u200b',
  ],
  ...[
    'PHONE',
    'PHON',
    'phone',
    'P',
    'TEXT',
    'ID',
    'CARD',
    '[PHONE_1]',
    '【email_1】',
    'TEXT_1',
    '_1',
  ],
  ...['0', '1', '12', '86', '+86', '１', '٣', '13800138000', '1380013', '4111 1111 1111 1111'],
  ...[
    '北京市',
    '区',
    '路',
    '88号',
    '省',
    '室',
    '订单',
    'order',
    'a@b.example',
    'Street',
    '张伟',
    'Al',
  ],
  ...['😀', '\ud83d', 'é', '一三八零零一三八零零零'],
)
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
)

describe('for any text', () => {
  test('what comes back is what was hidden', () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 3 }), (parts) => {
        const redaction = createRedaction(() => rules, names)
        const redacted = parts.map((part) => redaction.redact(part))
        assert.deepEqual(redacted.map(redaction.restore), parts)
      }),
      { numRuns: 2_000 },
    )
  })

  test('an answer cut anywhere is the answer whole', () => {
    fc.assert(
      fc.property(texts, texts, fc.array(fc.nat({ max: 80 })), (said, other, cuts) => {
        const redaction = createRedaction(() => rules, names)
        const answer = redaction.redact(said) + other
        const restorer = redaction.restorer()
        let restored = ''
        let at = 0
        for (const cut of [...cuts.toSorted((one, next) => one - next), answer.length]) {
          restored += restorer.push(answer.slice(at, Math.max(at, cut)))
          at = Math.max(at, Math.min(cut, answer.length))
        }
        assert.equal(restored + restorer.end(), redaction.restore(answer))
      }),
      { numRuns: 2_000 },
    )
  })

  test('an answer that comes letter by letter is the answer whole', () => {
    fc.assert(
      fc.property(texts, texts, (said, other) => {
        const redaction = createRedaction(() => rules, names)
        const answer = other + redaction.redact(said)
        const restorer = redaction.restorer()
        const restored = Array.from({ length: answer.length }, (_, at) =>
          restorer.push(answer[at] ?? ''),
        )
        assert.equal(restored.join('') + restorer.end(), redaction.restore(answer))
      }),
      { numRuns: 1_000 },
    )
  })

  test('no run of digits long enough to name somebody leaves', () => {
    fc.assert(
      fc.property(texts, (text) => {
        assert.doesNotMatch(fold(createRedaction(() => rules, names).redact(text)), /\d{7}/)
      }),
      { numRuns: 2_000 },
    )
  })

  test('no mobile number leaves, however it is written', () => {
    const digits = fc.tuple(
      fc.constantFrom('13', '15', '17', '18', '19'),
      fc.array(fc.nat({ max: 9 }), { minLength: 9, maxLength: 9 }),
    )
    const gap = fc.constantFrom('', ' ', '-', '－', '\u200b')
    const around = fc.constantFrom('', '我的', '，', '(', ' ', 'x', '[', '_')
    fc.assert(
      fc.property(digits, gap, around, around, ([start, rest], between, before, after) => {
        const number = start + rest.join('')
        const written = number.replace(/^(\d{3})(\d{4})(\d{4})$/, `$1${between}$2${between}$3`)
        const left = createRedaction(() => rules).redact(before + written + after)
        assert.doesNotMatch(left, /\d{3}/)
      }),
      { numRuns: 2_000 },
    )
  })
})
