import { fold } from '../../text/index.ts'

/** A place in a text where a name stands. */
export interface Mention<Value> {
  value: Value
  from: number
  to: number
}

/** Shorter names are found in too many words that mean something else. */
const NAME_LENGTH_MIN = 2
const DIGITS_MIN = 3
const NAME_LENGTH_MAX = 100

const HAN = /[\u3400-\u9fff]/
const WORD = /[\p{L}\p{N}]/u

/**
 * Finds names in texts, Chinese and English, whatever their case, width and characters: at each
 * place the longest that fits. "a3" is not found in "a35", and a blank between Chinese and Latin
 * letters makes no difference. Costs some microseconds a letter of the text, however many names.
 */
export function createDictionary<Value>() {
  const values = new Map<string, Value[]>()
  /** Lengths of the names that begin with these two letters, longest first. */
  const lengths = new Map<string, number[]>()

  return {
    add(name: string, value: Value): void {
      const { letters } = squeeze(fold(name).trim())
      if (letters.length < NAME_LENGTH_MIN || letters.length > NAME_LENGTH_MAX) return
      if (/^\d+$/.test(letters) && letters.length < DIGITS_MIN) return
      const known = values.get(letters)
      if (known !== undefined) {
        if (!known.includes(value)) known.push(value)
        return
      }
      values.set(letters, [value])
      const start = letters.slice(0, 2)
      const sizes = lengths.get(start) ?? []
      if (!sizes.includes(letters.length)) {
        lengths.set(
          start,
          [...sizes, letters.length].sort((one, other) => other - one),
        )
      }
    },

    /** The names in a folded text from left to right, none over another, that `accept` takes. */
    find(text: string, accept: (value: Value) => boolean): Mention<Value>[] {
      const { letters, places } = squeeze(text)
      const found: Mention<Value>[] = []
      for (let at = 0; at < letters.length; at += 1) {
        for (const length of lengths.get(letters.slice(at, at + 2)) ?? []) {
          // At the end of the text, the slice for a longer name would be a shorter name's.
          if (at + length > letters.length) continue
          const value = values.get(letters.slice(at, at + length))?.find(accept)
          if (value === undefined) continue
          const from = places[at] as number
          const to = (places[at + length - 1] as number) + 1
          if (!isWhole(text, from, to)) continue
          found.push({ value, from, to })
          at += length - 1
          break
        }
      }
      return found
    },
  }
}

/** The text without blanks beside Chinese letters, with the place of each letter in it. */
function squeeze(text: string): { letters: string; places: number[] } {
  let letters = ''
  const places: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at)
    if (/\s/.test(letter)) {
      const isLast = /\s/.test(text[at + 1] ?? ' ')
      if (isLast || HAN.test(letters.at(-1) ?? '') || HAN.test(text[at + 1] ?? '')) continue
    }
    letters += letter
    places.push(at)
  }
  return { letters, places }
}

/** Whether no word of Latin letters or digits goes on beyond the ends. */
function isWhole(text: string, from: number, to: number): boolean {
  return !isOneWord(text[from - 1], text[from]) && !isOneWord(text[to - 1], text[to])
}

function isOneWord(one = '', other = ''): boolean {
  return WORD.test(one) && WORD.test(other) && !HAN.test(one) && !HAN.test(other)
}
