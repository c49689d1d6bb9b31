/** Elements whose content is no text to read. */
const SILENT = /<(script|style|template|iframe|object|noscript)\b[^<>]*>[\s\S]*?(<\/\1\s*>|$)/gi
/** Control characters, and those that turn the direction of what follows. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g
/** Where links may lead. */
const HARMLESS = /^(https?:\/\/|mailto:|tel:|\/(?![/\\])|#)/i

/**
 * Markdown with which nothing can be done to who reads it: tags are taken out and their text stays,
 * links lead to web pages, mail and telephones alone, control characters go. "a < b" stays as it is.
 *
 * Widget and console draw Markdown without ever making HTML of it; this is the second lock.
 */
export function plainMarkdown(markdown: string): string {
  return withoutTags(markdown.toWellFormed().replaceAll(UNSEEN, ''))
    .replaceAll(/\]\((?=\s{0,9}<?([^)\s>]{0,60}))/g, (link, address: string) =>
      HARMLESS.test(address) ? link : '] (',
    )
    .replaceAll(/^( {0,3}\[[^\]\n]{1,200}\]):(?=\s{0,9}<?(\S{0,60}))/gm, (link, label, address) =>
      HARMLESS.test(address) ? link : label,
    )
    .trim()
}

function withoutTags(text: string): string {
  let last = text
  // Again, because taking one out may put another together: "<scr<b>ipt>".
  for (let round = 0; round < 5; round += 1) {
    const next = last
      .replaceAll(SILENT, '')
      .replaceAll(/<!--[\s\S]*?(-->|$)/g, '')
      .replaceAll(/<(br|\/p|\/div|\/li)\b[^<>]*>/gi, '\n')
      .replaceAll(/<\/?[a-z!?][^<>]*>/gi, (tag) => (isAutolink(tag) ? tag : ''))
    if (next === last) break
    last = next
  }
  return last.replaceAll(/<(?=[a-z/!?])(?!https?:|mailto:)/gi, '‹')
}

/** "<https://example.com>", Markdown's shortest link. */
function isAutolink(tag: string): boolean {
  return /^<(https?:\/\/|mailto:)[^\s"'`]*>$/i.test(tag)
}
