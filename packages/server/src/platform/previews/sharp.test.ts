import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { createSharpPreviews } from './sharp.ts'

const previews = createSharpPreviews((error) => assert.fail(String(error)))

/** A PNG whose header promises more pixels than memory holds. */
function bomb(side: number): Uint8Array {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('a preview', () => {
  it('is at most 640 pixels long, as WebP, and tells the size of the whole', async () => {
    const source = await sharp({
      create: { width: 2000, height: 1000, channels: 3, background: 'red' },
    })
      .jpeg()
      .toBuffer()
    const preview = await previews(source)
    assert.deepEqual([preview?.width, preview?.height], [2000, 1000])
    const { format, width, height } = await sharp(preview?.bytes).metadata()
    assert.deepEqual([format, width, height], ['webp', 640, 320])
  })

  it('is turned as EXIF says, and carries none of it', async () => {
    const source = await sharp({
      create: { width: 900, height: 300, channels: 3, background: 'red' },
    })
      .jpeg()
      .withExif({
        IFD0: { Make: 'Camera', Copyright: 'me' },
        IFD3: { GPSLatitude: '30/1 15/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const preview = await previews(source)
    assert.deepEqual([preview?.width, preview?.height], [300, 900])
    const { exif, icc, xmp, orientation, width } = await sharp(preview?.bytes).metadata()
    assert.deepEqual([exif, icc, xmp, orientation], [undefined, undefined, undefined, undefined])
    assert.equal(width, 213)
  })

  it('is not made of a bomb, a broken picture or no picture', async () => {
    const whole = await sharp({
      create: { width: 400, height: 400, channels: 3, background: 'red' },
    })
      .png()
      .toBuffer()
    assert.equal(await previews(bomb(60_000)), undefined)
    assert.equal(await previews(whole.subarray(0, whole.length >> 1)), undefined)
    assert.equal(await previews(new Uint8Array(100)), undefined)
    assert.equal(await previews({ path: '/nowhere' }), undefined)
    assert.ok((await previews(whole)) !== undefined)
  })
})
