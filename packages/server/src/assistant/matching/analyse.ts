import { LRUCache } from 'lru-cache'
import { normaliseQuestion, stem } from '../../text/index.ts'
import type { Lexicon } from './lexicon.ts'

/** A question as it is compared. */
export interface Analysis {
  /** The normalised question; equal texts are the same question. */
  text: string
  /** What it is about, each once. */
  features: readonly Feature[]
  /** Sum of the features' weights. */
  weight: number
  /** The decisive concepts and whether something is denied: questions with another never match. */
  signature: string
  /** Ids of the names in it, and words with digits that look like one (`f45`), sorted. */
  names: string
  /** The numbers in it, sorted. */
  numbers: string
}

/** One thing that two questions may share. */
export interface Feature {
  key: string
  weight: number
  /** From the question's own words, not from the vocabulary: counts less where all use it. */
  isWord: boolean
}

const WORD_WEIGHT = 1.8
const CHARACTER_WEIGHT = 0.9
const PAIR_WEIGHT = 0.8
const NUMBER_WEIGHT = 1
const CODE_WEIGHT = 1.5

/** Longer questions tell a story; what lies behind is not compared. */
const LENGTH_MAX = 400

/** Questions whose analysis is at hand, by lexicon: the same ones come again, and in several steps. */
const analyses = new WeakMap<Lexicon, LRUCache<string, Analysis>>()
const KEPT_MAX = 2_000

/** Takes a question apart for comparing. Pure; some 5 µs a new question of twenty characters. */
export function analyse(question: string, lexicon: Lexicon): Analysis {
  const kept = analyses.get(lexicon) ?? new LRUCache<string, Analysis>({ max: KEPT_MAX })
  analyses.set(lexicon, kept)
  const start = question.slice(0, LENGTH_MAX)
  const known = kept.get(start)
  if (known !== undefined) return known
  const analysis = takeApart(start, lexicon)
  kept.set(start, analysis)
  return analysis
}

function takeApart(question: string, lexicon: Lexicon): Analysis {
  const text = normaliseQuestion(question)
  const features = new Map<string, Feature>()
  const decisive = new Set<string>()
  const names = new Set<string>()
  const numbers = new Set<string>()
  const add = (key: string, weight: number, isWord: boolean) => {
    if (weight > 0) features.set(key, { key, weight, isWord })
  }
  const take = (found: ReturnType<Lexicon['han']>) => {
    for (const { key, weight, isDecisive, isName } of found?.concepts ?? []) {
      add(key, weight, false)
      if (isDecisive) decisive.add(key)
      if (isName) names.add(key)
      if (key === 'negation') decisive.add('~')
    }
  }

  let previous = ''
  for (let at = 0; at < text.length; ) {
    if (!isHan(text.charCodeAt(at))) {
      const end = endOfLatin(text, at)
      readWords(text.slice(at, end), lexicon, take, add, names, numbers)
      at = end
      previous = ''
      continue
    }
    const found = lexicon.han(text, at)
    if (found !== undefined) {
      take(found)
      at += found.length
      previous = ''
      continue
    }
    const character = text.charAt(at)
    add(character, CHARACTER_WEIGHT, true)
    if (previous !== '') add(previous + character, PAIR_WEIGHT, true)
    previous = character
    at += 1
  }
  settle(features, decisive)
  let weight = 0
  for (const feature of features.values()) weight += feature.weight
  return {
    text,
    features: [...features.values()],
    weight,
    signature: [...decisive].sort().join(' '),
    names: [...names].sort().join(' '),
    numbers: [...numbers].sort().join(' '),
  }
}

/** What a denial makes of a word that stands apart from it: “why does my coupon not ever work”. */
const denied = [
  ['work', 'invalid'],
  ['use', 'invalid'],
] as const
/** Whoever tells of these wants them solved, whether asking why or not. */
const troubles = ['invalid', 'unreceived', 'stuck', 'failed', 'broken', 'lost']
const TROUBLE_WEIGHT = 2
/** “Do you take credit cards” is about paying, though it does not say so. */
const paidWith = ['wechat', 'alipay', 'card', 'cash']
const PAY_WEIGHT = 1.5
const REFUND_WEIGHT = 3

function settle(features: Map<string, Feature>, decisive: Set<string>): void {
  const decide = (concept: string, weight: number) => {
    decisive.add(concept)
    features.set(concept, { key: concept, weight, isWord: false })
  }
  if (decisive.size === 0 && paidWith.some((kind) => features.has(kind))) decide('pay', PAY_WEIGHT)
  // Money that comes back is a refund, unless it is what a return costs.
  if (
    decisive.has('return') &&
    features.has('money') &&
    !decisive.has('fee') &&
    !features.has('bear')
  ) {
    for (const concept of ['return', 'money']) {
      decisive.delete(concept)
      features.delete(concept)
    }
    decide('refund', REFUND_WEIGHT)
  }
  for (const [concept, trouble] of denied)
    if (features.has(concept) && decisive.has('~')) {
      features.delete(concept)
      decisive.delete(concept)
      decisive.delete('~')
      decide(trouble, TROUBLE_WEIGHT)
    }
  if (!troubles.some((trouble) => decisive.has(trouble))) return
  decisive.delete('why')
  features.delete('why')
}

type Take = (found: ReturnType<Lexicon['han']>) => void
type Add = (key: string, weight: number, isWord: boolean) => void

function isHan(code: number): boolean {
  return code >= 0x3400 && code <= 0x9fff
}

function endOfLatin(text: string, from: number): number {
  let end = from
  while (end < text.length && !isHan(text.charCodeAt(end))) end += 1
  return end
}

function readWords(
  run: string,
  lexicon: Lexicon,
  take: Take,
  add: Add,
  names: Set<string>,
  numbers: Set<string>,
): void {
  const stems = run.trim().split(' ').filter(Boolean).map(stem)
  for (let at = 0; at < stems.length; ) {
    const found = lexicon.words(stems, at)
    if (found !== undefined) {
      take(found)
      at += found.length
      continue
    }
    const word = stems[at] ?? ''
    at += 1
    if (/^\d+(?:\.\d+)?$/.test(word)) {
      numbers.add(word)
      add(`#${word}`, NUMBER_WEIGHT, false)
    } else if (/\d/.test(word)) {
      names.add(word)
      add(word, CODE_WEIGHT, false)
    } else add(word, WORD_WEIGHT, true)
  }
}
