import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { splitIntoPassages } from './passages.ts'
import { plainMarkdown } from './plain-markdown.ts'

describe('plain Markdown', () => {
  test('keeps text and harmless links, and nothing that could run', () => {
    const cases: [string, string][] = [
      ['**7** days, a < b && b > c', '**7** days, a < b && b > c'],
      ['<p>one</p><p>two <b>three</b></p>', 'one\ntwo three'],
      ['<script>alert(1)</script>after', 'after'],
      ['<scr<script></script>ipt>x</script>', 'x'],
      ['<img src=x onerror=alert(1)>text', 'text'],
      [
        '[a](https://shop.example/b_(c)) [d](/e) [f](mailto:g@h.example)',
        '[a](https://shop.example/b_(c)) [d](/e) [f](mailto:g@h.example)',
      ],
      ['[a](javascript:alert(1))', '[a] (javascript:alert(1))'],
      ['[a]( <JaVaScRiPt:alert(1)>)', '[a] ( )'],
      ['[a](&#106;avascript:x)', '[a] (&#106;avascript:x)'],
      ['[a](//evil.example)', '[a] (//evil.example)'],
      ['[a]: javascript:x', '[a] javascript:x'],
      ['<https://shop.example>', '<https://shop.example>'],
      ['a\u0000\u202eb', 'ab'],
    ]
    for (const [given, expected] of cases) assert.equal(plainMarkdown(given), expected, given)
  })

  test('never leaves a tag or a script link, whatever comes', () => {
    const piece = fc.constantFrom(
      ...['<', '>', 'script', '/', 'b', '](', '[x', ')', 'javascript:', 'https://a.b', ' ', '<!--'],
      ...['-->', '\n', '"', 'onload=', 'svg', '&#', ':', ']', 'data:text/html,'],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = plainMarkdown(pieces.join(''))
        assert.doesNotMatch(text, /<(?!https?:|mailto:)[a-z/!?]/i)
        assert.doesNotMatch(text, /\]\(\s*<?(javascript|data):/i)
      }),
      { numRuns: 2_000 },
    )
  })

  test('takes time in proportion to a hostile text', () => {
    for (const part of ['<script', '<!--', '](', '[', '<a <', '<script>', '</', ']: ']) {
      const started = process.cpuUsage()
      plainMarkdown(part.repeat(1_000_000 / part.length))
      const { user } = process.cpuUsage(started)
      // Quadratic time would take minutes.
      assert.ok(user < 20_000_000, `${part}: ${user} µs`)
    }
  })
})

describe('passages', () => {
  test('follow headings, carry their path, and overlap within a section', () => {
    const sentence = '每台热水壶都有一年的保修，从签收那天算起。'
    const passages = splitIntoPassages(
      `# 保修\n\n${sentence.repeat(40)}\n\n## 例外\n\n电池六个月。\n\n# 退货\n\n七天。`,
    )
    assert.deepEqual(
      [...new Set(passages.map(({ heading }) => heading))],
      ['保修', '保修 › 例外', '退货'],
    )
    const [first, second] = passages
    assert.ok(first !== undefined && second !== undefined)
    assert.ok(second.text.startsWith(sentence) && first.text.endsWith(sentence))
    assert.equal(passages.at(-1)?.text, '七天。')
  })

  test('hold every word of the text, and none is too long', () => {
    const word = fc.constantFrom(
      '退款',
      '保修。',
      'kettle ',
      'end. ',
      '\n\n',
      '\n',
      '# 标题\n',
      '😀',
      '```\n',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 1_500 }), (words) => {
        const markdown = words.join('')
        const passages = splitIntoPassages(markdown)
        const count = (text: string) => text.split('退款').length + text.split('kettle').length - 2
        const held = passages.reduce((sum, { text }) => sum + count(text), 0)
        assert.ok(held >= count(markdown))
        for (const { text } of passages) {
          assert.ok(text.length <= 2_000, `${text.length}`)
          assert.ok(text.isWellFormed())
        }
      }),
      { numRuns: 200 },
    )
  })
})
