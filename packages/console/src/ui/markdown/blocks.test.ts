import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type Block, readMarkdown } from './blocks.ts'
import type { Inline } from './inline.ts'

/** A reading as one line, for comparing. */
function told(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `h${block.level} ${block.parts.map(said).join('')}`
    case 'paragraph':
      return `p ${block.parts.map(said).join('')}`
    case 'list':
      return `${block.isOrdered ? 'ol' : 'ul'}(${block.items.map((item) => item.map(told).join('; ')).join(' | ')})`
    case 'quote':
      return `quote(${block.blocks.map(told).join('; ')})`
    case 'code':
      return `code ${block.text}`
    case 'table':
      return `table ${[block.head, ...block.rows].map((row) => row.map((cell) => cell.map(said).join('')).join(',')).join('/')}`
    case 'rule':
      return 'rule'
  }
}

function said(part: Inline): string {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'code':
      return `\`${part.text}\``
    case 'strong':
      return `<b>${part.parts.map(said).join('')}</b>`
    case 'emphasis':
      return `<i>${part.parts.map(said).join('')}</i>`
    case 'link':
      return `<${part.href}>${part.parts.map(said).join('')}</>`
  }
}

const read = (markdown: string) => readMarkdown(markdown).map(told)

it('reads headings, paragraphs, rules and code', () => {
  assert.deepEqual(
    read('# Returns #\n\nWithin 7 days\nof arrival.\n\n---\n```js\na | b\n# c\n```'),
    ['h1 Returns', 'p Within 7 days\nof arrival.', 'rule', 'code a | b\n# c'],
  )
})

it('reads lists in lists, and goes on after them', () => {
  assert.deepEqual(read('- one\n  - inner\n- two\n\nAfter\n\n1. first\n2. second'), [
    'ul(p one; ul(p inner) | p two)',
    'p After',
    'ol(p first | p second)',
  ])
})

it('reads quotes and tables', () => {
  assert.deepEqual(read('> quoted\n> - item\n\n| Size | Price |\n| --- | ---: |\n| S | **9** |'), [
    'quote(p quoted; ul(p item))',
    'table Size,Price/S,<b>9</b>',
  ])
})

it('reads emphasis, code and links, and makes links of addresses', () => {
  assert.deepEqual(
    read('**bold *and* so**, `**x**`, [page](https://a.example "t"), https://b.example.'),
    [
      'p <b>bold <i>and</i> so</b>, `**x**`, <https://a.example>page</>, <https://b.example>https://b.example</>.',
    ],
  )
})

it('lets no link lead into a script, and keeps HTML as text', () => {
  assert.deepEqual(read('[x](javascript:alert(1)) <img src=x onerror=alert(1)>'), [
    'p x) <img src=x onerror=alert(1)>',
  ])
})

it('reads a hostile text at once', () => {
  const hostile = `${'*'.repeat(20_000)}${'['.repeat(20_000)}${'> '.repeat(5_000)}`
  assert.equal(readMarkdown(hostile).length > 0, true)
  assert.equal(readMarkdown(`${'> '.repeat(5_000)}x`).length, 1)
})
