import { ModelError } from './model-error.ts'

/**
 * Parses JSON as XGBoost writes it: bare `NaN`, `Infinity` and `-Infinity` are taken, too. All
 * become an infinity: whoever reads a number that counts checks that it is finite.
 */
export function parseLooseJson(text: string): unknown {
  try {
    return JSON.parse(replaceNonFinite(text))
  } catch (error) {
    throw new ModelError('', `The file is no JSON: ${(error as Error).message.slice(0, 120)}`)
  }
}

function replaceNonFinite(text: string): string {
  const parts: string[] = []
  const interesting = /"|NaN|Infinity/g
  let taken = 0
  for (let hit = interesting.exec(text); hit !== null; hit = interesting.exec(text)) {
    if (hit[0] === '"') {
      interesting.lastIndex = endOfString(text, hit.index)
    } else {
      parts.push(text.slice(taken, hit.index), '1e999')
      taken = interesting.lastIndex
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(taken)
}

function endOfString(text: string, start: number): number {
  for (let end = start + 1; ; ) {
    const quote = text.indexOf('"', end)
    if (quote === -1) return text.length
    let slashes = 0
    while (text[quote - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return quote + 1
    end = quote + 1
  }
}
