import { normalisePhrase, stem } from '../../text/index.ts'
import { vocabulary } from './vocabulary.ts'

/** What a word stands for. */
export interface Concept {
  key: string
  /** How much sharing it says about two questions; 0 says nothing. */
  weight: number
  /** Both questions must have it, or neither. */
  isDecisive: boolean
  /** A thing with a name of its own, such as a product: two different ones never match. */
  isName: boolean
}

/** What a workspace adds to the built-in vocabulary. */
export interface LexiconOptions {
  /** Words and phrases that mean the same in this workspace, a group each. */
  synonyms?: readonly (readonly string[])[]
  /** Names and aliases of products, places, plans…, by the id of what they name. */
  names?: readonly { id: string; names: readonly string[] }[]
}

/** Finds the words of the vocabulary in a question, the longest first. */
export interface Lexicon {
  /** The longest word that begins here with a Han character; it may go on in Latin letters. */
  han(text: string, at: number): Found | undefined
  /** The longest phrase of stemmed Latin words that begins here; `length` counts words. */
  words(stems: readonly string[], at: number): Found | undefined
}

interface Found {
  length: number
  concepts: readonly Concept[]
}

const SYNONYM_WEIGHT = 2
const NAME_WEIGHT = 1.5

/** Builds the lexicon of a workspace. Costs some milliseconds: keep it while its sources stand. */
export function createLexicon({ synonyms = [], names = [] }: LexiconOptions = {}): Lexicon {
  const han = createPhrases((phrase) => [...phrase], '')
  const latin = createPhrases((phrase) => phrase.split(' ').map(stem), ' ')
  const add = (word: string, concept: Concept) => {
    const phrase = normalisePhrase(word)
    if (/^[\u3400-\u9fff]/.test(phrase)) han.add(phrase, concept)
    else if (phrase !== '') latin.add(phrase, concept)
  }
  for (const [concept, words] of builtIn) for (const word of words) add(word, concept)
  synonyms.forEach((group, at) => {
    for (const word of group) add(word, concept(`synonym ${at}`, SYNONYM_WEIGHT, {}))
  })
  for (const { id, names: own } of names) {
    const named = concept(`@${id}`, NAME_WEIGHT, { isName: true })
    for (const name of own) add(name, named)
  }
  return {
    han: (text, at) => han.longest(at, text.length, (from, to) => text.slice(from, to)),
    words: (stems, at) =>
      latin.longest(at, stems.length, (from, to) =>
        to - from === 1 ? (stems[from] ?? '') : stems.slice(from, to).join(' '),
      ),
  }
}

function concept(
  key: string,
  weight: number,
  marks: { isDecisive?: boolean; isName?: boolean },
): Concept {
  return { key, weight, isDecisive: false, isName: false, ...marks }
}

const builtIn = vocabulary
  .trim()
  .split('\n')
  .map((line): [Concept, string[]] => {
    const [, key = '', mark, weight = '0', chinese = '', english = ''] =
      /^(\w+)([!@]?) ([\d.]+): (.*?) \/ (.*)$/.exec(line) ?? []
    const words = [...chinese.split(' '), ...english.split(', ')]
    return [concept(key, Number(weight), { isDecisive: mark === '!', isName: mark === '@' }), words]
  })

/** Phrases by their first unit, so that most places of a text cost one look-up. */
function createPhrases(unitsOf: (phrase: string) => string[], between: string) {
  const concepts = new Map<string, Concept[]>()
  const longestBy = new Map<string, number>()
  return {
    add(text: string, added: Concept) {
      const units = unitsOf(text)
      const phrase = units.join(between)
      const first = units[0] ?? ''
      const known = concepts.get(phrase) ?? []
      // What a workspace says of a word goes before what the built-in vocabulary ignores.
      const kept = added.weight > 0 ? known.filter(({ weight }) => weight > 0) : known
      if (!kept.some(({ key }) => key === added.key)) concepts.set(phrase, [...kept, added])
      longestBy.set(first, Math.max(longestBy.get(first) ?? 0, units.length))
    },
    longest(at: number, end: number, slice: (from: number, to: number) => string) {
      const most = longestBy.get(slice(at, at + 1)) ?? 0
      for (let length = Math.min(most, end - at); length > 0; length -= 1) {
        const found = concepts.get(slice(at, at + length))
        if (found !== undefined) return { length, concepts: found }
      }
      return undefined
    },
  }
}
