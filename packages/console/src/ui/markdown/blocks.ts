import { type Inline, readInline } from './inline.ts'

/** One block of a text, from top to bottom. */
export type Block =
  | { kind: 'heading'; level: number; parts: Inline[] }
  | { kind: 'paragraph'; parts: Inline[] }
  | { kind: 'list'; isOrdered: boolean; items: Block[][] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' }

/** Lists and quotes inside of each other; deeper ones are plain text. */
const DEPTH_MAX = 6

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/
const FENCE = /^ {0,3}(```|~~~)/
const TABLE_LINE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/

/**
 * Reads the Markdown that articles are written in: headings, paragraphs, lists, quotes, code and
 * tables. HTML is text like any other. Takes time in proportion to the text.
 */
export function readMarkdown(markdown: string): Block[] {
  return readLines(markdown.split(/\r?\n/), 0)
}

function readLines(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = []
  let at = 0
  /** Takes lines as long as they fit. */
  const take = (fits: (line: string) => boolean): string[] => {
    const taken: string[] = []
    for (; at < lines.length && fits(lines[at] ?? ''); at += 1) taken.push(lines[at] ?? '')
    return taken
  }
  while (at < lines.length) {
    const line = lines[at] ?? ''
    const heading = HEADING.exec(line)
    if (line.trim() === '') {
      at += 1
    } else if (heading !== null) {
      at += 1
      const [, marks = '#', text = ''] = heading
      blocks.push({ kind: 'heading', level: marks.length, parts: readInline(text) })
    } else if (FENCE.test(line)) {
      const fence = FENCE.exec(line)?.[1] ?? '```'
      at += 1
      const code = take((one) => !one.trimStart().startsWith(fence))
      at += 1
      blocks.push({ kind: 'code', text: code.join('\n') })
    } else if (RULE.test(line)) {
      at += 1
      blocks.push({ kind: 'rule' })
    } else if (/^ {0,3}>/.test(line) && depth < DEPTH_MAX) {
      const quoted = take((one) => /^ {0,3}>/.test(one))
      const inside = quoted.map((one) => one.replace(/^ {0,3}> ?/, ''))
      blocks.push({ kind: 'quote', blocks: readLines(inside, depth + 1) })
    } else if (ITEM.test(line) && depth < DEPTH_MAX) {
      blocks.push(readList(take(isOfList()), depth))
    } else if (line.includes('|') && TABLE_LINE.test(lines[at + 1] ?? '')) {
      const [head = '', , ...rows] = take((one) => one.includes('|'))
      blocks.push({ kind: 'table', head: cells(head), rows: rows.map(cells) })
    } else {
      at += 1
      const text = [line, ...take(isOfParagraph)].map((one) => one.trim()).join('\n')
      blocks.push({ kind: 'paragraph', parts: readInline(text) })
    }
  }
  return blocks
}

/** Whether a line goes on with the paragraph above it. */
function isOfParagraph(line: string): boolean {
  return (
    line.trim() !== '' &&
    ![HEADING, FENCE, RULE, ITEM].some((start) => start.test(line)) &&
    !/^ {0,3}>/.test(line)
  )
}

/** Whether lines one after the other go on with a list: items, what is indented, single gaps. */
function isOfList(): (line: string) => boolean {
  let wasEmpty = false
  return (line) => {
    const isEmpty = line.trim() === ''
    const goesOn = isEmpty ? !wasEmpty : ITEM.test(line) || /^\s/.test(line) || !wasEmpty
    wasEmpty = isEmpty
    return goesOn && !HEADING.test(line)
  }
}

function readList(lines: readonly string[], depth: number): Block {
  const [, indent = '', mark = '-'] = ITEM.exec(lines[0] ?? '') ?? []
  const items: string[][] = []
  for (const line of lines) {
    const item = ITEM.exec(line)
    const isNext = item !== null && (item[1]?.length ?? 0) <= indent.length
    if (isNext || items.length === 0) items.push([item?.[3] ?? line])
    else items.at(-1)?.push(line.replace(/^\s{1,4}/, ''))
  }
  return {
    kind: 'list',
    isOrdered: /\d/.test(mark),
    items: items.map((inside) => readLines(inside, depth + 1)),
  }
}

function cells(line: string): Inline[][] {
  return line
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => readInline(cell.trim()))
}
