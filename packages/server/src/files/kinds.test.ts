import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { recogniseType } from './kinds.ts'

const text = (words: string) => new TextEncoder().encode(words)
const bytes = (hex: string, ...rest: string[]) =>
  Buffer.concat([Buffer.from(hex, 'hex'), ...rest.map((part) => Buffer.from(part, 'latin1'))])

const png = bytes(
  '89504e470d0a1a0a0000000d4948445200000190000000c80802000000',
  'x'.repeat(40),
  '\0\0\0\0IEND\xae\x42\x60\x82',
)
const other = { kind: 'other', mediaType: 'application/octet-stream' }

async function kindOf(content: Uint8Array, name: string): Promise<string> {
  return (await recogniseType(content, name)).kind
}

describe('recogniseType', () => {
  it('knows pictures, whatever they are called', async () => {
    for (const name of ['a.png', 'a.txt', 'a.exe', '']) {
      assert.deepEqual(await recogniseType(png, name), { kind: 'image', mediaType: 'image/png' })
    }
    const gif = bytes('474946383961', '\x10\0\x10\0\x80\0\0')
    assert.deepEqual(await recogniseType(gif, 'a'), { kind: 'image', mediaType: 'image/gif' })
  })

  it('believes no name: programs, pages and scripts stay what they are', async () => {
    const program = bytes('4d5a90000300000004000000ffff0000', 'x'.repeat(200))
    assert.deepEqual(await recogniseType(program, 'holiday.png'), other)
    const elf = bytes('7f454c4602010100', '\0'.repeat(60))
    assert.deepEqual(await recogniseType(elf, 'song.mp3'), other)
    for (const page of [
      '<!DOCTYPE html><p>hi',
      '  \n<html><script>alert(1)</script>',
      'hello <script>alert(1)</script>',
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
      '\ufeff<?xml version="1.0"?><a/>',
      '<!-- a --><body onload=alert(1)>',
      '#!/bin/sh\nrm -rf /',
    ]) {
      for (const name of ['a.txt', 'a.png', 'a.md', 'a']) {
        assert.deepEqual(await recogniseType(text(page), name), other, `${name}: ${page}`)
      }
    }
  })

  it('lets a name take trust away: text that a double click would run is no document', async () => {
    const words = text('echo hello')
    assert.deepEqual(await recogniseType(words, 'a.txt'), {
      kind: 'document',
      mediaType: 'text/plain',
    })
    for (const name of ['a.bat', 'a.js', 'a.VBS', 'a.ps1', 'a.html', 'a.svg', 'a.txt.cmd']) {
      assert.equal(await kindOf(words, name), 'other', name)
    }
    const container = bytes('d0cf11e0a1b11ae1', '\0'.repeat(600))
    assert.equal(await kindOf(container, 'letter.doc'), 'document')
    assert.equal(await kindOf(container, 'letter.msi'), 'other')
  })

  it('takes a file of two faces by the harmless one that it begins with', async () => {
    const gifScript = bytes('474946383961', '\x2a\x2f=1;alert(1)//<script>')
    assert.deepEqual(await recogniseType(gifScript, 'a.js'), {
      kind: 'image',
      mediaType: 'image/gif',
    })
    const pdfPage = text('%PDF-1.7\n<html><script>alert(1)</script>')
    assert.deepEqual(await recogniseType(pdfPage, 'a.html'), {
      kind: 'document',
      mediaType: 'application/pdf',
    })
  })

  it('takes text only for text: no control signs, no broken UTF-8, a sign may be cut at the end', async () => {
    assert.equal(await kindOf(text('价格\t10\r\n'), 'a.csv'), 'document')
    assert.equal(await kindOf(text('价格').subarray(0, 5), 'a.txt'), 'document')
    assert.equal(await kindOf(text('a\0b'), 'a.txt'), 'other')
    assert.equal(await kindOf(bytes('ff41c3'), 'a.txt'), 'other')
    assert.equal(await kindOf(text('write to <ada@mail.example>, 1 < 2'), 'a.txt'), 'document')
  })

  it('tells a recorded voice from film in the same container', async () => {
    const webm = (codec: string) =>
      bytes('1a45dfa3a3428681014282847765626d', `\0\0\0\0\0\0\0\0\0\0${codec}`)
    assert.deepEqual(await recogniseType(webm('A_OPUS'), 'a.webm'), {
      kind: 'audio',
      mediaType: 'audio/webm',
    })
    assert.equal(await kindOf(webm('V_VP9....A_OPUS'), 'a.webm'), 'video')
    const mp4 = (tracks: string) => bytes('0000001c66747970', `isom\0\0\x02\0isomiso2mp41${tracks}`)
    assert.deepEqual(await recogniseType(mp4('....hdlr....soun'), 'a.mp4'), {
      kind: 'audio',
      mediaType: 'audio/mp4',
    })
    assert.equal(await kindOf(mp4('hdlr....vide hdlr....soun'), 'a.mp4'), 'video')
    const wave = bytes('52494646', '\x24\0\0\0WAVEfmt ')
    assert.deepEqual(await recogniseType(wave, 'a'), { kind: 'audio', mediaType: 'audio/wav' })
  })

  it('calls what no browser shows neither picture nor film', async () => {
    const tiff = bytes('49492a0008000000', '\0'.repeat(60))
    assert.equal(await kindOf(tiff, 'scan.tif'), 'other')
    const broken = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
    assert.equal(await kindOf(broken, 'a.png'), 'other')
  })

  it('survives any bytes', async () => {
    const heads = [
      '',
      '89504e470d0a1a0a',
      'ffd8ffe1',
      '474946383961',
      '52494646',
      '504b0304',
      '1a45dfa3',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...heads),
        fc.uint8Array({ maxLength: 300 }),
        async (head, tail) => {
          const { kind } = await recogniseType(Buffer.concat([Buffer.from(head, 'hex'), tail]), 'a')
          assert.ok(['image', 'audio', 'video', 'document', 'other'].includes(kind))
        },
      ),
      { numRuns: 300 },
    )
  })
})
