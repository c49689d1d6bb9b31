import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { linkify } from './linkify.ts'

const hrefs = (text: string) =>
  linkify(text).flatMap(({ href }) => (href === undefined ? [] : href))

describe('linkify', () => {
  it('cuts a text around its addresses', () => {
    assert.deepEqual(linkify('See https://tea.example/a?b=c#d, or ask.'), [
      { text: 'See ' },
      { text: 'https://tea.example/a?b=c#d', href: 'https://tea.example/a?b=c#d' },
      { text: ', or ask.' },
    ])
    assert.deepEqual(linkify('no link'), [{ text: 'no link' }])
    assert.deepEqual(linkify(''), [])
  })

  it('leaves the marks of the sentence out of the address', () => {
    assert.deepEqual(hrefs('(http://a.example/x). "https://b.example/" http://c.example!?'), [
      'http://a.example/x',
      'https://b.example/',
      'http://c.example',
    ])
    assert.deepEqual(hrefs('看看https://茶.example/绿茶,或者（https://b.example）。'), [
      'https://茶.example/绿茶,或者',
      'https://b.example',
    ])
  })

  it('keeps a bracket that the address opened', () => {
    const page = 'https://wiki.example/Tea_(drink)'
    assert.deepEqual(hrefs(page), [page])
    assert.deepEqual(hrefs(`(see ${page})`), [page])
    assert.deepEqual(hrefs(`${page}).`), [page])
  })

  it('links nothing but http and https', () => {
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,x',
      'ftp://a.example',
      'www.a.example',
      'https://',
      'http://[',
    ]) {
      assert.deepEqual(hrefs(text), [], text)
    }
  })

  it('loses and adds nothing, whatever the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom(
        'http://',
        'https://a.example',
        '(',
        ')',
        '.',
        ' ',
        '。',
        'javascript:',
        '[',
        '%',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        const parts = linkify(text)
        assert.equal(parts.map((part) => part.text).join(''), text)
        for (const part of parts) {
          assert.notEqual(part.text, '')
          if (part.href === undefined) continue
          assert.match(new URL(part.href).protocol, /^https?:$/)
        }
      }),
    )
  })

  it('does not hang on a text that was made for it', () => {
    const long = `https://a.example/${')'.repeat(1_000_000)}x ${'https://'.repeat(100_000)}`
    assert.equal(
      linkify(long)
        .map(({ text }) => text)
        .join(''),
      long,
    )
  })
})
