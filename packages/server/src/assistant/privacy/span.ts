/** A stretch of a text that must not leave, in UTF-16 units from its start. */
export interface Span {
  start: number
  end: number
  /** What it is, as placeholders name it: PHONE, CARD… */
  kind: string
}

/**
 * Merges what overlaps into one span, in the order of the text. It is named after the first of the
 * longest that it is made of; what only touches stays apart.
 */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  let longest = 0
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const last = merged.at(-1)
    const length = span.end - span.start
    if (last === undefined || span.start >= last.end) {
      merged.push({ ...span })
      longest = length
      continue
    }
    last.end = Math.max(last.end, span.end)
    if (length > longest) {
      last.kind = span.kind
      longest = length
    }
  }
  return merged
}
