import type { PersonalKind, PrivacyPattern } from '@parley/protocol/rest/privacy'
import { fold } from './fold.ts'
import { findBankCards, findIdCards, findNumbers, findOrders, findPhones } from './numbers.ts'
import { compilePattern } from './pattern.ts'
import { createPlaceholders, keyOf, type Placeholders, writePlaceholder } from './placeholder.ts'
import { mergeSpans, type Span } from './span.ts'
import { createNameFinder, findAddresses, findEmails } from './words.ts'

/** What Parley recognises by itself, in the order that decides between equals. */
const finders = {
  id_card: findIdCards,
  bank_card: findBankCards,
  phone: findPhones,
  email: findEmails,
  address: findAddresses,
  order: findOrders,
  number: findNumbers,
} as const satisfies Record<PersonalKind, (text: string) => Span[]>

/** All that Parley recognises by itself. */
export const personalKinds = Object.keys(finders) as PersonalKind[]

/** Stands for what looks like a placeholder of ours in a text, so that it comes back as it was. */
const OWN_KIND = 'TEXT'
const wordsOfFinders = ['ID', 'CARD', 'PHONE', 'EMAIL', 'ADDRESS', 'ORDER', 'NUMBER', 'NAME']

/**
 * Originals that one redaction remembers; the oldest give way, and then stay hidden in answers.
 * At some 200 bytes each, 400 KB at worst.
 */
const ORIGINALS_MAX = 2_000

/** What must not leave, ready for use: made once for a workspace's settings. */
export interface RedactionRules {
  find: (text: string) => Span[]
  placeholders: Placeholders
}

/** @throws {Refusal} `bad_input` when a pattern cannot be used. */
export function createRedactionRules(settings: {
  kinds: readonly PersonalKind[]
  patterns: readonly PrivacyPattern[]
}): RedactionRules {
  const own = settings.patterns.map(compilePattern)
  const known = personalKinds
    .filter((kind) => settings.kinds.includes(kind))
    .map((kind) => finders[kind])
  const kinds = new Set([...wordsOfFinders, OWN_KIND, ...settings.patterns.map(({ name }) => name)])
  return {
    placeholders: createPlaceholders([...kinds]),
    find: (text) => [...own, ...known].flatMap((finder) => finder(text)),
  }
}

/** Puts originals back into an answer that comes in pieces. */
export interface Restorer {
  /** The text that is certain by now; what may be the beginning of a placeholder waits. */
  push(piece: string): string
  /** What still waited. */
  end(): string
}

/**
 * Hides what must not leave, and puts it back into answers. The same value has the same
 * placeholder for as long as this lives: keep one for each conversation with an engine, since the
 * engine may come back to what was said before.
 */
export interface Redaction {
  /**
   * The text with placeholders, as it may leave. Adds to `counts` how often each kind was hidden.
   * `restore` gives the very same text back.
   */
  redact(text: string, counts?: Record<string, number>): string
  /** The text with the originals; placeholders that were never given stay. */
  restore(text: string): string
  /** For one answer. However it is cut, the pieces together are what `restore` gives of the whole. */
  restorer(): Restorer
}

/**
 * `rulesNow` is asked for each text, so that what is hidden from now on is hidden here, too. `names`
 * are those of the people in the conversation; they are hidden like everything else.
 */
export function createRedaction(
  rulesNow: () => RedactionRules,
  names: readonly string[] = [],
): Redaction {
  const findNames = createNameFinder(names)
  const originals = new Map<string, string>()
  const placeholders = new Map<string, string>()
  const numbers = new Map<string, number>()

  function placeholderOf(kind: string, original: string): string {
    const name = `${kind} ${original}`
    const given = placeholders.get(name)
    if (given !== undefined) return given
    const number = ((numbers.get(kind) ?? 0) % 99_999) + 1
    const placeholder = writePlaceholder(kind, number)
    numbers.set(kind, number)
    placeholders.set(name, placeholder)
    originals.set(`${kind}_${number}`, original)
    if (placeholders.size > ORIGINALS_MAX) {
      for (const map of [placeholders, originals]) map.delete(map.keys().next().value ?? '')
    }
    return placeholder
  }

  /** What of the text from `start` on is certain, restored. */
  function restoreFrom(text: string, start: number): string {
    const { whole } = rulesNow().placeholders
    let restored = ''
    let at = start
    whole.lastIndex = start
    for (let match = whole.exec(text); match !== null; match = whole.exec(text)) {
      restored += text.slice(at, match.index) + (originals.get(keyOf(match)) ?? match[0])
      at = whole.lastIndex
    }
    return restored + text.slice(at)
  }

  return {
    redact(text, counts = {}) {
      const folded = fold(text)
      const { find, placeholders: written } = rulesNow()
      const own = Array.from(text.matchAll(written.similar), ({ 0: found, index }) => ({
        start: index,
        end: index + found.length,
        kind: OWN_KIND,
      }))
      let redacted = ''
      let at = 0
      const spans = mergeSpans([...find(folded), ...findNames(folded), ...own])
      for (const { start, end, kind } of spans) {
        redacted += text.slice(at, start) + placeholderOf(kind, text.slice(start, end))
        at = end
        if (kind !== OWN_KIND) counts[kind] = (counts[kind] ?? 0) + 1
      }
      return redacted + text.slice(at)
    },
    restore: (text) => restoreFrom(text, 0),
    restorer() {
      // The last letter that was given out still decides whether a word begins after it.
      let before = ''
      let waiting = ''
      return {
        push(piece) {
          const text = before + waiting + piece
          const { begun } = rulesNow().placeholders
          begun.lastIndex = before.length
          const certain = text.slice(0, begun.exec(text)?.index ?? text.length)
          const restored = restoreFrom(certain, before.length)
          waiting = text.slice(certain.length)
          before = certain.slice(-1)
          return restored
        },
        end() {
          const restored = restoreFrom(before + waiting, before.length)
          before = ''
          waiting = ''
          return restored
        },
      }
    },
  }
}
