import { extractTextItems, getDocumentProxy } from 'unpdf'
import { unreadable } from './unreadable.ts'

const PAGES_MAX = 1_000
/** A letter this much larger than most is a heading's. */
const HEADING_SIZE = 1.25

/**
 * A PDF's text as Markdown: a line in much larger letters becomes a heading, a wide gap between
 * lines parts paragraphs. Pictures of text stay pictures.
 */
export async function readPdf(bytes: Uint8Array): Promise<string> {
  const pages = await pagesOf(bytes)
  const body = bodySize(pages)
  const markdown = pages.map((lines) => toMarkdown(lines, body)).join('\n\n')
  if (markdown.trim() !== '') return markdown
  throw unreadable(
    'No text was found in this PDF; it may hold pictures of pages. Export it as text.',
  )
}

interface Line {
  text: string
  size: number
  /** From the page's bottom. */
  y: number
}

async function pagesOf(bytes: Uint8Array): Promise<Line[][]> {
  try {
    const pdf = await getDocumentProxy(new Uint8Array(bytes), {
      useSystemFonts: false,
      stopAtErrors: false,
      maxImageSize: 1,
    })
    if (pdf.numPages > PAGES_MAX) {
      throw unreadable(`The PDF has ${pdf.numPages} pages; at most ${PAGES_MAX} are allowed.`)
    }
    const { items } = await extractTextItems(pdf)
    return items.map(toLines)
  } catch (error) {
    if (error instanceof Error && error.name === 'Unreadable') throw error
    const isLocked = error instanceof Error && error.name === 'PasswordException'
    throw unreadable(
      isLocked ? 'The PDF needs a password. Save it without one.' : 'The PDF is damaged.',
    )
  }
}

type Item = Awaited<ReturnType<typeof extractTextItems>>['items'][number][number]

function toLines(items: readonly Item[]): Line[] {
  const lines: Line[] = []
  let line: Line | undefined
  for (const { str, y, fontSize, hasEOL } of items) {
    if (line === undefined || Math.abs(line.y - y) > line.size / 2) {
      line = { text: '', size: fontSize, y }
      lines.push(line)
    }
    line.text += str
    line.size = Math.max(line.size, fontSize)
    if (hasEOL) line = undefined
  }
  return lines.filter(({ text }) => text.trim() !== '')
}

/** The size in which most letters are set. */
function bodySize(pages: readonly Line[][]): number {
  const letters = new Map<number, number>()
  for (const { size, text } of pages.flat()) {
    const rounded = Math.round(size * 2) / 2
    letters.set(rounded, (letters.get(rounded) ?? 0) + text.length)
  }
  return Array.from(letters).sort(([, one], [, other]) => other - one)[0]?.[0] ?? 0
}

function toMarkdown(lines: readonly Line[], body: number): string {
  let markdown = ''
  let last: Line | undefined
  for (const line of lines) {
    const text = line.text.replaceAll(/\s+/g, ' ').trim()
    const isHeading = line.size > body * HEADING_SIZE && text.length < 120
    const gap = last === undefined ? 0 : last.y - line.y
    const isNew = last === undefined || isHeading || gap > line.size * 1.8 || gap < 0
    if (isHeading) markdown += `\n\n${line.size > body * 1.6 ? '#' : '##'} ${text}\n\n`
    else if (isNew) markdown += markdown.endsWith('\n') ? text : `\n\n${text}`
    else markdown += joint(markdown, text) + text
    last = line
  }
  return markdown.trim()
}

/** Chinese lines are joined without a blank, others with one. */
function joint(before: string, text: string): string {
  if (before.endsWith('\n')) return ''
  return /[\u2e80-\uffef]$/.test(before) && /^[\u2e80-\uffef]/.test(text) ? '' : ' '
}
