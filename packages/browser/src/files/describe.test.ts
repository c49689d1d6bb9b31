import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { FileKind } from '@parley/protocol'
import { boxOf, extensionOf, kindOf, sizeLabel } from './describe.ts'
import { fileLabel } from './label.ts'
import { failureText, fileTexts, isRetryable } from './texts.ts'

describe('what is told of a file', () => {
  it('is its size, in the unit that people would choose', () => {
    const sizes = [1, 999, 1_000, 1_440_000, 25_000_000, 1_073_741_824]
    assert.deepEqual(
      sizes.map((size) => sizeLabel(size, 'en')),
      ['1 byte', '999 byte', '1 kB', '1.4 MB', '25 MB', '1.1 GB'],
    )
    assert.match(sizeLabel(25_000_000, 'zh-CN'), /^25 ?MB$/)
  })

  it('is its kind, as far as the browser knows', () => {
    const kinds = {
      'image/png': FileKind.IMAGE,
      'image/svg+xml': FileKind.OTHER,
      'audio/mpeg': FileKind.AUDIO,
      'video/mp4': FileKind.VIDEO,
      'application/pdf': FileKind.DOCUMENT,
      'text/plain': FileKind.DOCUMENT,
      'application/zip': FileKind.OTHER,
      '': FileKind.OTHER,
    }
    for (const [type, kind] of Object.entries(kinds)) assert.equal(kindOf(type), kind, type)
  })

  it('is a short extension', () => {
    assert.deepEqual(['a.pdf', '报告.文档', 'a.tar.gz', 'no', 'a.verylong'].map(extensionOf), [
      'PDF',
      '文档',
      'GZ',
      '',
      '',
    ])
  })

  it('is a label in lists, in both languages', () => {
    const photo = { fileKind: FileKind.IMAGE, fileName: 'a.png' }
    assert.equal(fileLabel(photo, 'en'), '🖼 Photo')
    assert.equal(fileLabel(photo, 'zh-CN'), '🖼 图片')
    assert.equal(fileLabel({ fileKind: FileKind.OTHER, fileName: 'a.zip' }, 'en'), '📎 a.zip')
  })
})

describe('a picture’s box', () => {
  const most = { width: 250, height: 300 }
  it('has the picture’s shape and fits', () => {
    assert.deepEqual(boxOf({ width: 1_000, height: 500 }, most), { width: 250, height: 125 })
    assert.deepEqual(boxOf({ width: 500, height: 1_000 }, most), { width: 150, height: 300 })
  })
  it('is never enlarged, yet can be hit, and stands for a picture of unknown size', () => {
    assert.deepEqual(boxOf({ width: 100, height: 80 }, most), { width: 100, height: 80 })
    assert.deepEqual(boxOf({ width: 4_000, height: 10 }, most), { width: 250, height: 48 })
    assert.deepEqual(boxOf({ width: 0, height: 0 }, most), { width: 250, height: 187.5 })
  })
})

describe('why a file was not sent', () => {
  const toSize = (bytes: number) => sizeLabel(bytes, 'en')
  it('names the limit that the server named', () => {
    const message = 'The file has 900 bytes; at most 25000000 are allowed. Send a smaller one.'
    const text = failureText({ reason: 'file_too_large', message }, fileTexts.en, toSize)
    assert.equal(text, 'Too large: at most 25 MB.')
  })
  it('has words for what it does not know, too', () => {
    const text = failureText({ reason: 'full_moon', message: '' }, fileTexts['zh-CN'], toSize)
    assert.equal(text, '文件未能发送。')
  })
  it('says whether the same file can be tried again', () => {
    assert.deepEqual(
      ['file_too_large', 'file_gone', 'too_many_uploads', 'storage_unavailable'].map(isRetryable),
      [false, false, true, true],
    )
  })
})
