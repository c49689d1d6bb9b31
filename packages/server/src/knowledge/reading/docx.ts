import { Parser } from 'htmlparser2'
import { unreadable } from './unreadable.ts'
import { unzip } from './zip.ts'

/** Bytes of XML that a document may unpack to. */
const XML_BYTES_MAX = 48_000_000

/** A Word document as Markdown: headings, paragraphs, lists and tables; pictures are left out. */
export function readDocx(bytes: Buffer): string {
  const text = unzip(bytes, 'word/document.xml', XML_BYTES_MAX)
  if (text === undefined) throw unreadable('This is no Word document (.docx).')
  const styles = unzip(bytes, 'word/styles.xml', XML_BYTES_MAX)
  return toMarkdown(text.toString('utf8'), headingStyles(styles?.toString('utf8') ?? ''))
}

/** The levels of those styles that are headings, by style id; the ids differ between languages. */
function headingStyles(xml: string): Map<string, number> {
  const levels = new Map<string, number>()
  let style = ''
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'w:style') style = attributes['w:styleId'] ?? ''
        if (name === 'w:name') {
          const [, level] = /^(?:heading|标题)\s*([1-6])$/i.exec(attributes['w:val'] ?? '') ?? []
          if (level !== undefined) levels.set(style, Number(level))
          else if (/^title$/i.test(attributes['w:val'] ?? '')) levels.set(style, 1)
        }
        if (name === 'w:outlineLvl' && !levels.has(style)) {
          const level = Number(attributes['w:val']) + 1
          if (level >= 1 && level <= 6) levels.set(style, level)
        }
      },
    },
    { xmlMode: true },
  )
  parser.end(xml)
  return levels
}

function toMarkdown(xml: string, levels: Map<string, number>): string {
  const blocks: string[] = []
  let paragraph = ''
  let prefix = ''
  let cells: string[] | undefined
  let cell = ''
  let isText = false

  const endParagraph = () => {
    const text = paragraph.trim()
    if (cells !== undefined) cell += text === '' ? '' : ` ${text}`
    else if (text !== '') blocks.push(prefix + text)
    paragraph = ''
    prefix = ''
  }
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'w:t') isText = true
        else if (name === 'w:tab') paragraph += '\t'
        else if (name === 'w:br' || name === 'w:cr') paragraph += '\n'
        else if (name === 'w:tr') cells = []
        else if (name === 'w:tc') cell = ''
        else if (name === 'w:numPr') prefix ||= '- '
        else if (name === 'w:pStyle') {
          const level = levels.get(attributes['w:val'] ?? '')
          if (level !== undefined) prefix = `${'#'.repeat(level)} `
        }
      },
      ontext(text) {
        if (isText) paragraph += text
      },
      onclosetag(name) {
        if (name === 'w:t') isText = false
        else if (name === 'w:p') endParagraph()
        else if (name === 'w:tc') cells?.push(cell.trim())
        else if (name === 'w:tr') {
          if (cells?.some(Boolean)) blocks.push(`| ${cells.join(' | ')} |`)
          cells = undefined
        }
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(xml)
  return blocks.join('\n\n')
}
