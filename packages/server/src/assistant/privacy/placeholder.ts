const OPEN = '[\\[［【〖〔]'
const CLOSE = '\\\\?[\\]］】〗〕]'
const SPACE = '[ \\u3000]'
const DIGIT = '[0-9０-９]'
/** Markdown writers put a backslash before an underscore. */
const JOINT = '\\\\?[_＿]'

/** How a placeholder is written: [PHONE_1]. */
export function writePlaceholder(kind: string, number: number): string {
  return `[${kind}_${number}]`
}

/** Recognises placeholders as engines give them back, for the kinds that there are. */
export interface Placeholders {
  /**
   * One placeholder: in square brackets of any width, in any case, with a space or a dash for the
   * underscore; or without brackets, as it was written. Its groups name kind and number twice, for
   * the two forms.
   */
  whole: RegExp
  /** The beginning of one, where a text ends. */
  begun: RegExp
  /** Everything that could be taken for one, wherever it stands. */
  similar: RegExp
}

export function createPlaceholders(kinds: readonly string[]): Placeholders {
  // The longest first, so that no kind hides another that begins like it.
  const words = kinds.toSorted((one, other) => other.length - one.length)
  const word = `(?:${words.join('|')})`
  const beginning = `(?:${words.map(prefixesOf).join('|')})`
  const gap = `(?:${JOINT}|[ \\-])?${SPACE}?`
  const inBrackets = `${OPEN}${SPACE}{0,2}(?i:(${word}))${gap}(${DIGIT}{1,5})${SPACE}{0,2}${CLOSE}`
  const bare = `(${word})${JOINT}(${DIGIT}{1,5})`
  const notInWord = '(?<![A-Za-z0-9_])'
  return {
    whole: new RegExp(`${inBrackets}|${notInWord}${bare}(?!${DIGIT})`, 'g'),
    similar: new RegExp(`${inBrackets}|${bare}`, 'g'),
    begun: new RegExp(
      `(?:${OPEN}${SPACE}{0,2}(?i:${beginning}|${word}(?:\\\\|${gap}(?:${DIGIT}{1,5}${SPACE}{0,2}\\\\?)?))?` +
        `|${notInWord}(?:${beginning}|${word}(?:\\\\|${JOINT}${DIGIT}{0,5})?))$`,
      'g',
    ),
  }
}

/** A pattern for every beginning of a word, and the word: P(?:H(?:O)?)? */
function prefixesOf(word: string): string {
  return [...word].reduceRight((rest, letter) => letter + (rest === '' ? '' : `(?:${rest})?`), '')
}

/** The name under which a match of `whole` was kept: PHONE_1. */
export function keyOf(match: RegExpExecArray): string {
  const kind = match[1] ?? match[3] ?? ''
  const digits = match[2] ?? match[4] ?? ''
  return `${kind.toUpperCase()}_${Number(digits.normalize('NFKC'))}`
}
