/** A stretch of text, or a link in it. */
export type Part = { text: string; href?: string }

const address = /https?:\/\/[^\s<>"'，。；！？、（）【】《》]+/g

/** Cuts a text into plain stretches and web addresses; only http and https become links. */
export function linkify(text: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    const href = withoutMarks(match[0])
    if (!URL.canParse(href)) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: href, href })
    end = match.index + href.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

/**
 * A sentence's own marks at the end are not part of the address; a bracket that closes one of the
 * address is. Takes one pass: a stranger chooses the text.
 */
function withoutMarks(address: string): string {
  let unopened = address.split(')').length - address.split('(').length
  let end = address.length
  for (; end > 0; end -= 1) {
    const sign = address.charAt(end - 1)
    if (sign === ')' && unopened > 0) unopened -= 1
    else if (!'.,;:!?]'.includes(sign)) break
  }
  return address.slice(0, end)
}
