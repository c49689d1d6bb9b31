import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import type { Locator } from '@playwright/test'

/** A file as a test makes it. */
export interface MadeFile {
  name: string
  mimeType: string
  buffer: Buffer
}

/** A picture of colours that run into each other. */
export function makePng(name: string, width: number, height: number): MadeFile {
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const hill = Math.sin(x / 70) * 40 + Math.sin(x / 23) * 8 + height * 0.6
      const at = y * (1 + width * 3) + 1 + x * 3
      const shade = Math.round((y / height) * 90)
      rows.set(
        y > hill ? [40 + shade, 110 + shade, 90] : [250 - shade, 200 - shade / 2, 150 + shade],
        at,
      )
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.of()),
  ]
  return { name, mimeType: 'image/png', buffer: Buffer.concat([signature, ...parts]) }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PDF, as far as its first bytes tell, of so many bytes that do not repeat. */
export function makePdf(name: string, size: number): MadeFile {
  const buffer = Buffer.alloc(size)
  for (let at = 0, state = 1; at < size; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    buffer[at] = state >>> 24
  }
  buffer.write('%PDF-1.7\n')
  return { name, mimeType: 'application/pdf', buffer }
}

/** A second of a tone. */
export function makeWav(name: string): MadeFile {
  const buffer = Buffer.alloc(44 + 8_000)
  buffer.write('RIFF')
  buffer.writeUInt32LE(buffer.length - 8, 4)
  buffer.write('WAVEfmt ', 8)
  buffer.writeUInt32LE(16, 16)
  buffer.writeUInt16LE(1, 20)
  buffer.writeUInt16LE(1, 22)
  buffer.writeUInt32LE(8_000, 24)
  buffer.writeUInt32LE(8_000, 28)
  buffer.writeUInt16LE(1, 32)
  buffer.writeUInt16LE(8, 34)
  buffer.write('data', 36)
  buffer.writeUInt32LE(8_000, 40)
  for (let at = 0; at < 8_000; at += 1) buffer[44 + at] = 128 + Math.round(Math.sin(at / 3) * 60)
  return { name, mimeType: 'audio/wav', buffer }
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Pastes or drops files on an element, as a person's browser does. */
export async function give(
  how: 'paste' | 'drop',
  target: Locator,
  files: MadeFile[],
): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString('base64'),
  }))
  await target.evaluate(
    (element, { way, all }) => {
      const data = new DataTransfer()
      for (const { name, mimeType, base64 } of all) {
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0) ?? 0)
        data.items.add(new File([bytes], name, { type: mimeType }))
      }
      const common = { bubbles: true, cancelable: true }
      if (way === 'paste') {
        element.dispatchEvent(new ClipboardEvent('paste', { ...common, clipboardData: data }))
        return
      }
      for (const type of ['dragenter', 'dragover', 'drop']) {
        element.dispatchEvent(new DragEvent(type, { ...common, dataTransfer: data }))
      }
    },
    { way: how, all: given },
  )
}
