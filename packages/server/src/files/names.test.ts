import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { FILE_NAME_LENGTH_MAX } from '@parley/protocol'
import fc from 'fast-check'
import { cleanName, contentDisposition } from './names.ts'

describe('cleanName', () => {
  it('keeps what people name files', () => {
    for (const name of ['茶园 (1).png', 'Überweisung.pdf', 'a b.tar.gz', "it's 100%.txt"]) {
      assert.equal(cleanName(name), name)
    }
  })

  it('takes folders, control signs and tricks of direction away', () => {
    assert.equal(cleanName('../../etc/passwd'), 'etcpasswd')
    assert.equal(cleanName('C:\\boot\\a.txt'), 'C:boota.txt')
    assert.equal(cleanName('a\r\nSet-Cookie: b=c.txt'), 'aSet-Cookie: b=c.txt')
    assert.equal(cleanName('photo\u202egnp.exe'), 'photognp.exe')
    assert.equal(cleanName('.htaccess'), 'htaccess')
    for (const nothing of ['', ' ', '...', '/', '\0']) assert.equal(cleanName(nothing), 'file')
  })

  it('cuts what is too long and keeps the extension', () => {
    const cut = cleanName(`${'茶'.repeat(400)}.jpeg`)
    assert.equal(cut.length, FILE_NAME_LENGTH_MAX)
    assert.ok(cut.endsWith('茶.jpeg'))
    assert.ok(cleanName(`${'🍵'.repeat(300)}x.png`).isWellFormed())
  })

  it('is clean already the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (raw) => {
        const name = cleanName(raw)
        assert.ok(name.length > 0 && name.length <= FILE_NAME_LENGTH_MAX)
        assert.equal(cleanName(name), name)
      }),
    )
  })
})

describe('contentDisposition', () => {
  it('gives the name in both ways that browsers read', () => {
    assert.equal(
      contentDisposition('attachment', '茶 "1".txt'),
      `attachment; filename="_ _1_.txt"; filename*=UTF-8''%E8%8C%B6%20%221%22.txt`,
    )
  })

  it('is one header whatever the name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (raw) => {
        const header = contentDisposition('inline', cleanName(raw))
        assert.match(header, /^inline; filename="[^"\\]*"; filename\*=UTF-8''[\w.!~%-]*$/)
      }),
    )
  })
})
