import { linkify } from '@parley/browser'

/** A stretch of text within a block. */
export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'emphasis'; parts: Inline[] }
  | { kind: 'link'; href: string; parts: Inline[] }

/** Where links may lead: what could run a script in the page is text. */
const HARMLESS = /^(https?:\/\/|mailto:|tel:)/i

/** Every alternative is bounded, so that a long line without an end costs little. */
const MARKS =
  /`([^`\n]{1,1000})`|!?\[([^\]\n]{0,500})\]\(\s?<?([^)\s>]{1,1000})>?(?:\s"[^"\n]{0,300}")?\)|\*\*(?=\S)([^\n]{1,1000}?)\*\*|\*(?=[^\s*])([^*\n]{1,500})\*|\b_([^_\n]{1,500})_\b|\\([\\`*_{}[\]()#+.!|>-])/g

/** Reads what stands inside of a block: emphasis, code and links. Pictures become their texts. */
export function readInline(text: string): Inline[] {
  const parts: Inline[] = []
  let end = 0
  for (const match of text.matchAll(MARKS)) {
    if (match.index > end) parts.push(...plain(text.slice(end, match.index)))
    end = match.index + match[0].length
    const [whole, code, label, href, strong, starred, underlined, escaped] = match
    const emphasis = starred ?? underlined
    if (code !== undefined) parts.push({ kind: 'code', text: code })
    else if (escaped !== undefined) parts.push({ kind: 'text', text: escaped })
    else if (strong !== undefined) parts.push({ kind: 'strong', parts: readInline(strong) })
    else if (emphasis !== undefined) parts.push({ kind: 'emphasis', parts: readInline(emphasis) })
    else if (whole.startsWith('!')) parts.push({ kind: 'text', text: label ?? '' })
    else if (href !== undefined && HARMLESS.test(href)) {
      parts.push({ kind: 'link', href, parts: [{ kind: 'text', text: label || href }] })
    } else parts.push({ kind: 'text', text: label ?? '' })
  }
  if (end < text.length) parts.push(...plain(text.slice(end)))
  return parts
}

function plain(text: string): Inline[] {
  return linkify(text.replaceAll(/<((?:https?:\/\/|mailto:)[^<>\s]+)>/g, '$1')).map((part) =>
    part.href === undefined
      ? { kind: 'text', text: part.text }
      : { kind: 'link', href: part.href, parts: [{ kind: 'text', text: part.text }] },
  )
}
