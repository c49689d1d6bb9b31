/** A stretch of text, or a link in it. */
export type Part = { text: string; href?: string }

const address = /https?:\/\/[^\s<>"'，。；！？、（）【】《》]+/g

/** Cuts a text into plain stretches and web addresses; only http and https become links. */
export function linkify(text: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    // A sentence's own mark at the end is not part of the address.
    const href = match[0].replace(/[.,;:!?)\]]+$/, '')
    if (!URL.canParse(href)) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: href, href })
    end = match.index + href.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}
