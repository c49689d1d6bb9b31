import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import sharp from 'sharp'
import { readPicture } from './pictures.ts'

const blank = () =>
  sharp({
    create: { width: 321, height: 123, channels: 4, background: { r: 9, g: 99, b: 9, alpha: 0.5 } },
  })

describe('readPicture', () => {
  it('reads the size of what an encoder writes', async () => {
    const written = [
      ['image/png', await blank().png().toBuffer()],
      ['image/jpeg', await blank().jpeg().toBuffer()],
      ['image/jpeg', await blank().jpeg({ progressive: true }).toBuffer()],
      ['image/gif', await blank().gif().toBuffer()],
      ['image/webp', await blank().webp().toBuffer()],
      ['image/webp', await blank().webp({ lossless: true }).toBuffer()],
      ['image/webp', await blank().flatten().webp().toBuffer()],
    ] as const
    for (const [mediaType, bytes] of written) {
      assert.deepEqual(readPicture(bytes), { mediaType, width: 321, height: 123, isWhole: true })
    }
  })

  it('turns a picture that EXIF says lies on its side', async () => {
    for (const [orientation, width] of [
      [1, 321],
      [3, 321],
      [6, 123],
      [8, 123],
    ] as const) {
      const bytes = await blank().flatten().jpeg().withMetadata({ orientation }).toBuffer()
      assert.equal(readPicture(bytes)?.width, width, `orientation ${orientation}`)
    }
  })

  it('sees that the end is missing', async () => {
    for (const format of ['png', 'jpeg', 'gif', 'webp'] as const) {
      const bytes = await blank().toFormat(format).toBuffer()
      assert.equal(readPicture(bytes.subarray(0, -3))?.isWhole, false, format)
    }
  })

  it('never reads beyond the bytes', async () => {
    const jpeg = await blank().jpeg().withMetadata({ orientation: 6 }).toBuffer()
    fc.assert(
      fc.property(fc.nat(jpeg.length), fc.nat(jpeg.length - 1), fc.nat(255), (end, at, value) => {
        const bytes = new Uint8Array(jpeg)
        bytes[at] = value
        readPicture(bytes.subarray(0, end))
      }),
    )
  })
})
