import { fold } from './fold.ts'
import { stem } from './stem.ts'

/**
 * What a text is searched and compared by: each Han character and each pair of neighbours, Latin
 * words lightly stemmed, and numbers and names with digits (`7`, `2.4`, `r5`) whole. In the order of
 * the text, with repeats; a two-character word such as 退款 is always one token of its own.
 */
export function tokens(text: string): string[] {
  const found: string[] = []
  for (const [part] of fold(text).matchAll(
    /[\u3400-\u9fff]+|[\p{L}\p{N}]+(?:[.'-][\p{L}\p{N}]+)*/gu,
  )) {
    if (/^[\u3400-\u9fff]/.test(part)) addHan(found, part)
    else addWords(found, part)
  }
  return found
}

function addHan(found: string[], part: string): void {
  for (let at = 0; at < part.length; at += 1) {
    found.push(part.charAt(at))
    if (at + 1 < part.length) found.push(part.slice(at, at + 2))
  }
}

function addWords(found: string[], part: string): void {
  // NOTE: \p{L} holds Han too, so a run that begins in Latin may go on in Chinese.
  const pieces = part.match(/[\u3400-\u9fff]+|[^\u3400-\u9fff]+/g) ?? []
  for (const piece of pieces) {
    if (/^[\u3400-\u9fff]/.test(piece)) addHan(found, piece)
    else if (/^\d+(?:\.\d+)+$/.test(piece)) found.push(piece)
    else for (const word of piece.split(/[.'-]+/)) if (word !== '') found.push(stem(word))
  }
}
