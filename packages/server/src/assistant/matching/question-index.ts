import { type Analysis, analyse, type Feature } from './analyse.ts'
import type { Lexicon } from './lexicon.ts'

/** How alike two questions must be. */
export interface MatchRule {
  /** From 0 to 1; a higher one answers less and errs less. */
  threshold: number
  /**
   * `same`: both name the same things and numbers, so that one answer serves both.
   * `covers`: the stored question may be the general one and the asked one name a thing; two
   * different names or numbers still never match.
   */
  mode: 'same' | 'covers'
  /**
   * By how much the best must be ahead of the best of another value; below, nothing is found.
   * @default 0
   */
  margin?: number
}

/** What is close enough to be asked back. */
export interface NearestRule {
  /** From 0 to 1. */
  threshold: number
  /** Values at the most. */
  max: number
}

/** A stored question that was found. */
export interface QuestionMatch<Value> {
  value: Value
  /** The stored question, normalised. */
  text: string
  /** 1 for the same normalised question. */
  similarity: number
}

/**
 * Questions in memory, found by another way of asking the same. Exact by its rules, not by luck:
 * the inverted index only leaves out what cannot reach the threshold.
 */
export interface QuestionIndex<Value> {
  readonly size: number
  /** Takes the question in. An id that stands is replaced. False when `entriesMax` is reached. */
  add(id: string, question: string | Analysis, value: Value): boolean
  remove(id: string): void
  find(question: string | Analysis, rule: MatchRule): QuestionMatch<Value> | undefined
  /**
   * What comes closest, the best first and each value once: to ask back with, not to answer by. Here a
   * denial or another name does not part two questions.
   */
  nearest(question: string | Analysis, rule: NearestRule): QuestionMatch<Value>[]
  analyse(question: string): Analysis
}

interface Entry<Value> {
  analysis: Analysis
  value: Value
}

/** Below this, two questions share too little to speak of likeness. */
const EVIDENCE_MIN = 1

/**
 * @param options.entriesMax - at some 1.5 KB each
 */
export function createQuestionIndex<Value>(
  lexicon: Lexicon,
  { entriesMax }: { entriesMax: number },
): QuestionIndex<Value> {
  const entries: (Entry<Value> | undefined)[] = []
  const free: number[] = []
  const slots = new Map<string, number>()
  const postings = new Map<string, number[]>()
  // One cell a slot: what the asked question shares with it; all zero between two searches.
  let shared = new Float64Array(64)

  const take = (question: string | Analysis) =>
    typeof question === 'string' ? analyse(question, lexicon) : question

  /** A word that a large part of the questions has says less. */
  const weightOf = ({ key, weight, isWord }: Feature) =>
    isWord ? weight / (1 + (3 * (postings.get(key)?.length ?? 0)) / (slots.size + 20)) : weight

  const weightOfAll = ({ features }: Analysis) => {
    let sum = 0
    for (const feature of features) sum += weightOf(feature)
    return sum
  }

  /** Slots that share something with the question. `shared` has how much; who reads it zeroes it. */
  const touch = ({ features }: Analysis) => {
    const touched: number[] = []
    for (const feature of features) {
      const weight = weightOf(feature)
      for (const slot of postings.get(feature.key) ?? []) {
        if (shared[slot] === 0) touched.push(slot)
        shared[slot] = (shared[slot] ?? 0) + weight
      }
    }
    return touched
  }

  const remove = (id: string) => {
    const slot = slots.get(id)
    if (slot === undefined) return
    for (const { key } of entries[slot]?.analysis.features ?? []) drop(postings, key, slot)
    entries[slot] = undefined
    free.push(slot)
    slots.delete(id)
  }

  return {
    get size() {
      return slots.size
    },
    analyse: take,
    remove,

    add(id, question, value) {
      remove(id)
      if (slots.size >= entriesMax) return false
      const analysis = take(question)
      const slot = free.pop() ?? entries.length
      entries[slot] = { analysis, value }
      slots.set(id, slot)
      for (const { key } of analysis.features) {
        const list = postings.get(key)
        if (list === undefined) postings.set(key, [slot])
        else list.push(slot)
      }
      if (slot >= shared.length) shared = new Float64Array(shared.length * 2)
      return true
    },

    find(question, rule) {
      const asked = take(question)
      const askedWeight = weightOfAll(asked)
      // Dice: 2·shared / (asked + stored), and stored ≥ shared; so less than this cannot do.
      const enough = Math.max(
        EVIDENCE_MIN,
        (rule.threshold * askedWeight) / (2 - rule.threshold) - 1e-9,
      )
      if (askedWeight < enough) return undefined
      let best: QuestionMatch<Value> | undefined
      let second = 0
      for (const slot of touch(asked)) {
        const common = shared[slot] ?? 0
        shared[slot] = 0
        const entry = entries[slot]
        if (common < enough || entry === undefined) continue
        if (!mayMatch(asked, entry.analysis, rule.mode)) continue
        const similarity =
          asked.text === entry.analysis.text
            ? 1
            : (2 * common) /
              (askedWeight + weightOfAll(entry.analysis) + strangeness(asked, entry.analysis, rule))
        if (best === undefined || similarity > best.similarity) {
          if (best !== undefined && best.value !== entry.value) second = best.similarity
          best = { value: entry.value, text: entry.analysis.text, similarity }
        } else if (best.value !== entry.value && similarity > second) second = similarity
      }
      if (best === undefined || best.similarity < rule.threshold) return undefined
      const isDoubtful = best.similarity - second < (rule.margin ?? 0)
      return isDoubtful && best.text !== asked.text ? undefined : best
    },

    nearest(question, { threshold, max }) {
      const asked = take(question)
      const askedWeight = weightOfAll(asked)
      const byValue = new Map<Value, QuestionMatch<Value>>()
      for (const slot of touch(asked)) {
        const common = shared[slot] ?? 0
        shared[slot] = 0
        const entry = entries[slot]
        if (common < EVIDENCE_MIN || entry === undefined) continue
        const { value, analysis } = entry
        const similarity = (2 * common) / (askedWeight + weightOfAll(analysis))
        if (similarity < threshold || similarity <= (byValue.get(value)?.similarity ?? 0)) continue
        byValue.set(value, { value, text: analysis.text, similarity })
      }
      return [...byValue.values()].sort((a, b) => b.similarity - a.similarity).slice(0, max)
    },
  }
}

/** Concepts that limit a question as a word of its own does: “in the evening”, “the technician”. */
const telling = new Set(['day', 'worker'])

/**
 * Words of its own that the asked question adds to a general one make it another question more often
 * than the other way round (“is the invoice forged” is not about invoices), so they count twice.
 */
function strangeness(asked: Analysis, stored: Analysis, { mode }: MatchRule): number {
  if (mode === 'same') return 0
  let sum = 0
  for (const { key, weight, isWord } of asked.features)
    if ((isWord || telling.has(key)) && !stored.features.some((feature) => feature.key === key))
      sum += weight
  return sum
}

/** What likeness cannot outweigh: another matter, a denial, another name or number. */
function mayMatch(asked: Analysis, stored: Analysis, mode: MatchRule['mode']): boolean {
  if (asked.signature !== stored.signature) return false
  if (mode === 'same') return asked.names === stored.names && asked.numbers === stored.numbers
  return agree(asked.names, stored.names) && agree(asked.numbers, stored.numbers)
}

/** A general question covers a special one, but a special one only itself. */
function agree(asked: string, stored: string): boolean {
  return stored === '' || asked === '' || asked === stored
}

function drop(postings: Map<string, number[]>, key: string, slot: number): void {
  const list = postings.get(key)
  const at = list?.indexOf(slot) ?? -1
  if (list === undefined || at < 0) return
  // The last one takes its place.
  list[at] = list.at(-1) ?? slot
  list.pop()
  if (list.length === 0) postings.delete(key)
}
