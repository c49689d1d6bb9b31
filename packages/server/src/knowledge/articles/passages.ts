import type { NewPassage } from '../types.ts'

/** How much one passage holds, in Chinese characters; other letters count a third. */
const PASSAGE_WEIGHT = 420
/** How much of a passage's end stands again at the beginning of the next. */
const OVERLAP_WEIGHT = 60
/** Passages of one document; the rest of a longer one is not searched. */
const PASSAGES_MAX = 2_000

interface Section {
  heading: string
  paragraphs: string[]
}

/**
 * Splits Markdown into passages: at headings first, then between paragraphs, then between
 * sentences, so that a passage is about one thing and none is too long to be quoted. Passages of
 * one section overlap by a sentence or two. Takes time in proportion to the text.
 */
export function splitIntoPassages(markdown: string): NewPassage[] {
  const passages: NewPassage[] = []
  for (const { heading, paragraphs } of toSections(markdown)) {
    for (const text of pack(paragraphs)) {
      if (passages.length >= PASSAGES_MAX) return passages
      passages.push({ heading, text, keywords: '' })
    }
  }
  return passages
}

function toSections(markdown: string): Section[] {
  const sections: Section[] = []
  const path: string[] = []
  let paragraph: string[] = []
  let section: Section = { heading: '', paragraphs: [] }
  let isCode = false

  const endParagraph = () => {
    const text = paragraph.join('\n').trim()
    if (text !== '') section.paragraphs.push(text)
    paragraph = []
  }
  const endSection = () => {
    endParagraph()
    if (section.paragraphs.length > 0) sections.push(section)
  }

  for (const line of markdown.split(/\r\n?|\n/)) {
    if (line.startsWith('```')) isCode = !isCode
    const marks = isCode ? 0 : headingLevel(line)
    if (marks > 0) {
      endSection()
      path.length = Math.min(path.length, marks - 1)
      path.push(line.slice(marks).trim().replace(/ #+$/, ''))
      section = { heading: path.join(' › '), paragraphs: [] }
    } else if (line.trim() === '' && !isCode) endParagraph()
    else paragraph.push(line.trimEnd())
  }
  endSection()
  return sections
}

function headingLevel(line: string): number {
  let marks = 0
  while (line[marks] === '#') marks += 1
  return marks > 0 && marks <= 6 && line[marks] === ' ' ? marks : 0
}

/** Fills passages with paragraphs, as many as fit. */
function pack(paragraphs: readonly string[]): string[] {
  const passages: string[] = []
  let current: string[] = []
  let weight = 0
  let isOnlyOverlap = true
  for (const piece of paragraphs.flatMap(cutLong)) {
    const pieceWeight = weightOf(piece)
    if (weight + pieceWeight > PASSAGE_WEIGHT && !isOnlyOverlap) {
      const text = current.join('\n\n')
      passages.push(text)
      const overlap = tail(text)
      current = overlap === '' ? [] : [overlap]
      weight = weightOf(overlap)
    }
    current.push(piece)
    weight += pieceWeight
    isOnlyOverlap = false
  }
  if (!isOnlyOverlap) passages.push(current.join('\n\n'))
  return passages
}

/** A paragraph as pieces that fit, cut behind sentences, and within one only when it must be. */
function cutLong(paragraph: string): string[] {
  if (weightOf(paragraph) <= PASSAGE_WEIGHT) return [paragraph]
  const pieces: string[] = []
  let current = ''
  let weight = 0
  for (const sentence of sentences(paragraph)) {
    const sentenceWeight = weightOf(sentence)
    if (current !== '' && weight + sentenceWeight > PASSAGE_WEIGHT) {
      pieces.push(current.trim())
      current = ''
      weight = 0
    }
    current += sentence
    weight += sentenceWeight
  }
  if (current.trim() !== '') pieces.push(current.trim())
  return pieces
}

/** Sentences with what ends them; what has no end is cut at the length of a passage. */
function sentences(text: string): string[] {
  const found: string[] = []
  let start = 0
  let weight = 0
  for (let at = 0; at < text.length; at += 1) {
    weight += letterWeight(text.charCodeAt(at))
    const isEnd = isSentenceEnd(text, at)
    // Never between the halves of one character.
    const isWhole = (text.charCodeAt(at) & 0xfc00) !== 0xd800
    if (!isEnd && !(weight >= PASSAGE_WEIGHT - OVERLAP_WEIGHT && isWhole)) continue
    found.push(text.slice(start, at + 1))
    start = at + 1
    weight = 0
  }
  if (start < text.length) found.push(text.slice(start))
  return found
}

function isSentenceEnd(text: string, at: number): boolean {
  const letter = text[at] ?? ''
  if ('。！？；\n'.includes(letter)) return true
  return '.!?;'.includes(letter) && ' \n'.includes(text[at + 1] ?? ' ')
}

/** The last whole sentences of a passage, for the next one to begin with. */
function tail(text: string): string {
  let kept = ''
  for (const sentence of sentences(text).reverse()) {
    if (weightOf(sentence) + weightOf(kept) > OVERLAP_WEIGHT) break
    kept = sentence + kept
  }
  return kept.trim()
}

function weightOf(text: string): number {
  let weight = 0
  for (let at = 0; at < text.length; at += 1) weight += letterWeight(text.charCodeAt(at))
  return weight
}

function letterWeight(code: number): number {
  return code < 0x2e80 ? 1 / 3 : 1
}
