import { decodeText } from './decode.ts'
import { readDocx } from './docx.ts'
import { readHtml } from './html.ts'
import { unreadable } from './unreadable.ts'

/** Letters of one document's text, which a version holds. */
const TEXT_LENGTH_MAX = 1_000_000

export interface ReadDocument {
  title: string
  markdown: string
}

/**
 * What a file says, as Markdown. The content decides what it is, the name's ending only between
 * kinds of text.
 *
 * @throws {Unreadable} with what is wrong and what to do.
 */
export async function readDocument(name: string, bytes: Buffer, base = ''): Promise<ReadDocument> {
  const { title, markdown } = await read(name, bytes, base)
  if (markdown.trim() === '') throw unreadable('The file has no text.')
  if (markdown.length > TEXT_LENGTH_MAX) {
    throw unreadable(
      `The file has ${markdown.length} letters; at most ${TEXT_LENGTH_MAX} are allowed. Split it.`,
    )
  }
  const heading = /^#{1,6} (.+)$/m.exec(markdown.slice(0, 10_000))?.[1]
  return { title: (title || heading || name.replace(/\.\w+$/, '')).slice(0, 300), markdown }
}

async function read(name: string, bytes: Buffer, base: string): Promise<ReadDocument> {
  if (bytes.length === 0) throw unreadable('The file is empty.')
  if (bytes.subarray(0, 1_024).includes('%PDF-')) {
    // Large, and of use to these files alone.
    const { readPdf } = await import('./pdf.ts')
    return untitled(await readPdf(bytes))
  }
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return untitled(readDocx(bytes))
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) {
    throw unreadable('This is an old Office file. Save it as .docx or PDF.')
  }
  const text = decodeText(bytes)
  const ending = /\.(\w+)$/.exec(name.toLowerCase())?.[1] ?? ''
  if (/^x?html?$/.test(ending)) return readHtml(text, base)
  if (ending === 'md' || ending === 'markdown') return untitled(text)
  if (ending === 'txt' || ending === 'text') return untitled(escapeMarkdown(text))
  if (ending === 'pdf' || ending === 'docx') {
    throw unreadable(`The file is no .${ending} inside, whatever its name says. Save it anew.`)
  }
  throw unreadable('Allowed are .md, .html, .docx, .pdf and .txt.')
}

const untitled = (markdown: string): ReadDocument => ({ title: '', markdown })

/** In plain text a # begins no heading. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/^(#+) /gm, '\\$1 ')
}
