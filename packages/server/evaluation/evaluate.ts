import { createAnswerCache } from '../src/assistant/cache/index.ts'
import { createFaqMatch, type Lexicon } from '../src/assistant/matching/index.ts'
import type { Pair } from './read-pairs.ts'
import { readShopKnowledge } from './shop-knowledge.ts'

/** How a step did. */
export interface StepFigures {
  /** Answers that were right. */
  right: number
  /** Answers that were wrong; the visitor would have been told something false. */
  wrong: number
  /** Questions left without the answer that was there. */
  missed: number
  /** Questions put to the step. */
  asked: number
  errors: string[]
}

const steps = ['cache', 'faq', 'intent', 'entities'] as const
export type Step = (typeof steps)[number]

/** Puts every pair to every step, with the thresholds that a new workspace has. */
export function evaluate(pairs: readonly Pair[]): Record<Step, StepFigures> {
  const { lexicon, faq, find } = readShopKnowledge()
  const matchers = matchersOf({ lexicon, faq })
  const figures = Object.fromEntries(steps.map((step) => [step, empty()])) as Record<
    Step,
    StepFigures
  >

  for (const pair of pairs) {
    note(figures.cache, pair, pair.isSame ? 'same' : undefined, fromCache(lexicon, pair))

    const match = matchers[pair.locale].find(pair.second)?.value
    const isLeft = pair.isFaqOptional && match === undefined
    note(figures.faq, pair, isLeft ? undefined : pair.faq, match)

    const { intent, entities: found } = find(pair.second)
    note(figures.intent, pair, pair.intent, intent)

    const all = new Set([...pair.entities, ...found])
    for (const entity of all)
      note(
        figures.entities,
        pair,
        pair.entities.find((id) => id === entity),
        found.find((id) => id === entity),
      )
    figures.entities.asked += all.size === 0 ? 1 : 0
  }
  return figures
}

/** Of the questions whose frequent question was not found: how often it is among those asked back. */
export function evaluateAskedBack(pairs: readonly Pair[]): { missed: number; asked: number } {
  const matchers = matchersOf(readShopKnowledge())
  const figures = { missed: 0, asked: 0 }
  for (const { locale, second, faq, isFaqOptional } of pairs) {
    const matcher = matchers[locale]
    if (faq === undefined || isFaqOptional || matcher.find(second) !== undefined) continue
    figures.missed += 1
    if (matcher.nearest(second, 3).includes(faq)) figures.asked += 1
  }
  return figures
}

function matchersOf({
  lexicon,
  faq,
}: Pick<ReturnType<typeof readShopKnowledge>, 'lexicon' | 'faq'>) {
  return {
    'zh-CN': createFaqMatch(lexicon, faq('zh-CN')),
    en: createFaqMatch(lexicon, faq('en')),
  }
}

/** Of what was answered, the part that was right; 1 when nothing was. */
export function precision({ right, wrong }: StepFigures): number {
  return right + wrong === 0 ? 1 : right / (right + wrong)
}

/** Of what could be answered, the part that was; 1 when nothing could. */
export function recall({ right, missed }: StepFigures): number {
  return right + missed === 0 ? 1 : right / (right + missed)
}

/** What the answer cache tells the second visitor, when only the first one was answered. */
function fromCache(lexicon: Lexicon, { locale, first, second }: Pair): string | undefined {
  const cache = createAnswerCache<string>({
    entriesMax: 10,
    lexiconOf: () => lexicon,
    isPersonal: () => false,
  })
  const scope = { workspaceId: 'demo', locale, audience: 'everyone' }
  const fresh = { answer: 'same', text: '', sources: [], isPersonal: false }
  cache.keep(scope, { text: first, hasEarlier: false }, fresh)
  return cache.find(scope, { text: second, hasEarlier: false })?.answer
}

function note(
  figures: StepFigures,
  { first, second }: Pair,
  expected: string | undefined,
  got: string | undefined,
): void {
  figures.asked += 1
  if (got === expected) {
    figures.right += got === undefined ? 0 : 1
    return
  }
  if (got !== undefined) figures.wrong += 1
  // A wrong answer where another was right leaves that one untold as well.
  if (expected !== undefined) figures.missed += 1
  const kind = got === undefined ? 'missed' : 'WRONG'
  figures.errors.push(`${kind} ${expected ?? '-'} → ${got ?? '-'}: ${first} | ${second}`)
}

function empty(): StepFigures {
  return { right: 0, wrong: 0, missed: 0, asked: 0, errors: [] }
}
