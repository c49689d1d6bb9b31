import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { docx, pdf, zip } from '../../../tests/_harness/archive.ts'
import { createReader } from './reader.ts'

const reader = createReader()
after(() => reader[Symbol.asyncDispose]())
const read = (name: string, content: string | Buffer) => reader.document(name, Buffer.from(content))
const problem = (name: string, content: string | Buffer) =>
  read(name, content).then(
    ({ markdown }) => `read: ${markdown.slice(0, 100)}`,
    (error: Error & { reason: string }) => `${error.reason}: ${error.message}`,
  )

describe('reading', () => {
  test('takes text, headings, lists and tables out of a Word document', async () => {
    const paragraph = (text: string, style = '') =>
      `<w:p><w:pPr>${style}</w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`
    const document = docx(
      [
        paragraph('退货说明', '<w:pStyle w:val="a1"/>'),
        paragraph('七天内 &amp; 完好'),
        paragraph('Parts', '<w:pStyle w:val="b"/>'),
        paragraph('lid', '<w:numPr/>'),
        `<w:tbl><w:tr><w:tc>${paragraph('size')}</w:tc><w:tc>${paragraph('4 L')}</w:tc></w:tr></w:tbl>`,
      ].join(''),
    )
    const { title, markdown } = await read('guide.docx', document)
    assert.equal(title, '退货说明')
    assert.equal(markdown, '# 退货说明\n\n七天内 & 完好\n\n## Parts\n\n- lid\n\n| size | 4 L |')
  })

  test('takes text and headings out of a PDF', async () => {
    const file = pdf([
      ['Warranty', 24],
      [' ', 20],
      ['All kettles have one year', 12],
      ['of warranty.', 12],
    ])
    const { title, markdown } = await read('warranty.pdf', file)
    assert.equal(title, 'Warranty')
    assert.equal(markdown, '# Warranty\n\nAll kettles have one year of warranty.')
  })

  test('takes what there is to read out of a page, and nothing that runs', async () => {
    const page = `<html><head><title>Help &amp; more</title><style>p{}</style></head>
      <body onload="x()"><nav>Home</nav><h1>Returns</h1><p>Within <b>7</b> days,
      <a href="/how(1)">see how</a> or <a href="javascript:alert(1)">not</a>.
      <script>alert(1)</script><ul><li>whole</li><li>clean</li></ul><svg><text>logo</text></svg>`
    const { title, markdown } = await reader.document(
      'x.html',
      Buffer.from(page),
      'https://shop.example/help',
    )
    assert.equal(title, 'Help & more')
    assert.equal(
      markdown,
      '# Returns\n\nWithin 7 days, [see how](https://shop.example/how%281%29) or not.\n\n- whole\n\n- clean',
    )
  })

  test('knows text in UTF-8, UTF-16 and GB18030', async () => {
    const chinese = Buffer.from([0xcd, 0xcb, 0xbf, 0xee]) // 退款 in GB18030
    assert.equal((await read('a.txt', chinese)).markdown, '退款')
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('退款', 'utf16le')])
    assert.equal((await read('a.md', wide)).markdown, '退款')
    assert.equal((await read('a.txt', '# no heading')).markdown, '\\# no heading')
  })

  test('says what is wrong with a file', async () => {
    const cases: [string, string | Buffer, RegExp][] = [
      ['a.md', '', /^bad_input: The file is empty/],
      ['a.md', ' \n ', /^bad_input: The file has no text/],
      ['a.exe', 'MZ', /^bad_input: Allowed are/],
      ['a.pdf', 'a page', /^bad_input: The file is no .pdf inside/],
      ['a.txt', Buffer.from([0x89, 0x50, 0, 0, 0]), /^bad_input: This is no text/],
      ['a.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /^bad_input: This is an old Office file/],
      ['a.docx', zip({ 'x.txt': 'x' }), /^bad_input: This is no Word document/],
      ['a.docx', 'PK\x03\x04 and nothing more than that', /^bad_input: The file is damaged/],
      ['a.pdf', '%PDF-1.4 and nothing more', /^bad_input: The PDF is damaged/],
      ['a.pdf', pdf([]), /^bad_input: No text was found in this PDF/],
      ['a.md', 'x'.repeat(1_000_001), /^bad_input: The file has 1000001 letters/],
    ]
    for (const [name, content, message] of cases) {
      assert.match(await problem(name, content), message, name)
    }
  })
})

describe('a hostile file', () => {
  test('that unpacks to gigabytes is refused', async () => {
    const bomb = zip({ 'word/document.xml': Buffer.alloc(60_000_000, 'a') })
    assert.ok(bomb.length < 100_000)
    assert.match(await problem('a.docx', bomb), /holds too much text/)
  })

  test('that asks for other files, or doubles its own entities, gets nothing of it', async () => {
    const body =
      '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]><w:p><w:r><w:t>x &b; &a;</w:t></w:r></w:p>'
    assert.match(await problem('a.docx', docx(body)), /^read: x/)
    assert.doesNotMatch(await problem('a.docx', docx(body)), /root/)
  })

  test('that never ends to be read takes no more than its time, and harms nobody', async () => {
    await using impatient = createReader({ timeoutMs: 1 })
    await assert.rejects(impatient.document('a.md', Buffer.from('text')), {
      reason: 'bad_input',
      message: /too much time or memory/,
    })
    assert.match(await problem('a.md', 'still here'), /^read: still here/)
  })

  test('that fills the memory ends its thread alone, and the next one gets another', async () => {
    await using small = createReader({ memoryMbMax: 24 })
    const rows = Buffer.from(`key,type,name\n${'a,b,c\n'.repeat(1_500_000)}`)
    const [filling, next] = await Promise.allSettled([
      small.graph('csv', rows, ''),
      small.document('a.md', Buffer.from('next')),
    ])
    assert.match(String(filling.status === 'rejected' && filling.reason), /too much time or memory/)
    assert.equal(next.status === 'fulfilled' && next.value.markdown, 'next')
  })

  test('that nests without end is read or refused, and the next one is read', async () => {
    const nested = '<div><b><a href="x">'.repeat(30_000)
    const [first, second] = await Promise.all([
      problem('a.html', `${nested}deep`),
      problem('b.html', '<p>next</p>'),
    ])
    assert.match(first ?? '', /^(read: deep|bad_input: The file takes too much)/)
    assert.equal(second, 'read: next')
  })

  test('of random bytes is refused, whatever it claims to be', async () => {
    for (const start of ['%PDF-1.7\n', 'PK\x03\x04', '<html>', 'PK\x05\x06']) {
      const noise = Array.from(
        { length: 3_000 },
        (_, index) => (index * 7_919 * (index + 13)) % 256,
      )
      const outcome = await problem(
        'a.html',
        Buffer.concat([Buffer.from(start), Buffer.from(noise)]),
      )
      assert.match(outcome, /^(bad_input|read): /, start)
    }
  })
})
