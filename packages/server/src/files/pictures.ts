/** What a picture's own header says: its size as it is to be shown, and its type. */
export interface PictureFacts {
  mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'
  width: number
  height: number
  /** The bytes end as this format ends: nothing was cut off. */
  isWhole: boolean
}

/**
 * Reads the header of a PNG, JPEG, GIF or WebP without unpacking anything; undefined when it is none
 * of them, or has no size where one must be. Takes a microsecond, so small files need no more.
 */
export function readPicture(bytes: Uint8Array): PictureFacts | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    switch (bytes[0]) {
      case 0x89:
        return readPng(view)
      case 0xff:
        return readJpeg(view)
      case 0x47:
        return readGif(view)
      case 0x52:
        return readWebp(view)
      default:
        return undefined
    }
  } catch (error) {
    // A header that points beyond the bytes is none.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function readPng(view: DataView): PictureFacts | undefined {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return undefined
  if (view.getUint32(12) !== 0x49484452) return undefined
  const isWhole = view.getUint32(view.byteLength - 8) === 0x49454e44
  return sized('image/png', view.getUint32(16), view.getUint32(20), isWhole)
}

function readGif(view: DataView): PictureFacts | undefined {
  const version = view.getUint16(4)
  if (view.getUint32(0) !== 0x47494638 || (version !== 0x3961 && version !== 0x3761))
    return undefined
  const isWhole = view.getUint8(view.byteLength - 1) === 0x3b
  return sized('image/gif', view.getUint16(6, true), view.getUint16(8, true), isWhole)
}

function readWebp(view: DataView): PictureFacts | undefined {
  if (view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return undefined
  const isWhole = view.getUint32(4, true) + 8 <= view.byteLength
  const three = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16)
  switch (view.getUint32(12)) {
    case 0x56503820:
      return sized(
        'image/webp',
        view.getUint16(26, true) & 0x3fff,
        view.getUint16(28, true) & 0x3fff,
        isWhole,
      )
    case 0x5650384c: {
      const bits = view.getUint32(21, true)
      return sized('image/webp', (bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1, isWhole)
    }
    case 0x56503858:
      return sized('image/webp', three(24) + 1, three(27) + 1, isWhole)
    default:
      return undefined
  }
}

/** Markers of a JPEG that hold its size: all frames, without tables and reserved ones. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

function readJpeg(view: DataView): PictureFacts | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined
  const isWhole = view.getUint16(view.byteLength - 2) === 0xffd9
  let isTurned = false
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1)
    if (marker === 0xe1) isTurned ||= isTurnedByExif(view, at + 4)
    if (!isFrame(marker)) continue
    const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
    return isTurned
      ? sized('image/jpeg', height, width, isWhole)
      : sized('image/jpeg', width, height, isWhole)
  }
  return undefined
}

/** Whether EXIF says that the picture lies on its side (orientations 5 to 8). */
function isTurnedByExif(view: DataView, at: number): boolean {
  if (view.getUint32(at) !== 0x45786966) return false
  const tiff = at + 6
  const isLittle = view.getUint16(tiff) === 0x4949
  const directory = tiff + view.getUint32(tiff + 4, isLittle)
  const entries = view.getUint16(directory, isLittle)
  for (let index = 0; index < entries; index += 1) {
    const entry = directory + 2 + index * 12
    if (view.getUint16(entry, isLittle) === 0x0112) return view.getUint16(entry + 8, isLittle) >= 5
  }
  return false
}

function sized(
  mediaType: PictureFacts['mediaType'],
  width: number,
  height: number,
  isWhole: boolean,
): PictureFacts | undefined {
  return width > 0 && height > 0 ? { mediaType, width, height, isWhole } : undefined
}
