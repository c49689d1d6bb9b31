import { unreadable } from './unreadable.ts'

/** A text file's text: UTF-8, UTF-16 with its mark, or GB18030, in which Chinese Excel writes. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  const encodings = isWide ? [first === 0xff ? 'utf-16le' : 'utf-16be'] : ['utf-8', 'gb18030']
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      // Text has no zero bytes; a picture or a program does.
      if (!text.includes('\0')) return text
    } catch {
      // The next one may fit.
    }
  }
  throw unreadable('This is no text. Save it as UTF-8.')
}
