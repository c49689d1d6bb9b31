import type { Lexicon } from './lexicon.ts'
import { createQuestionIndex, type QuestionMatch } from './question-index.ts'

/** A frequent question with the other ways to ask it. */
export interface FaqQuestions<Entry> {
  entry: Entry
  /** Names it, such as its key. */
  id: string
  questions: readonly string[]
}

export interface FaqMatchOptions {
  /**
   * From which likeness an entry answers by itself.
   * @default 0.8
   */
  threshold?: number
  /**
   * By how much the best entry must be ahead of the next; below, neither answers by itself.
   * @default 0.03
   */
  margin?: number
}

/** From here on a question is near enough to be asked back: half of what both say is the same. */
const NEAR_THRESHOLD = 0.5

/** Frequent questions, to be found by what a visitor asks. */
export interface FaqMatch<Entry> {
  /** The one that was asked, when there is no doubt. */
  find(question: string): QuestionMatch<Entry> | undefined
  /** Those that may have been meant, the likeliest first. */
  nearest(question: string, max: number): Entry[]
}

/** Questions of all entries together; what lies behind is not matched, at 1.5 KB a question. */
const QUESTIONS_MAX = 50_000

/**
 * Makes frequent questions ready to be found. One for each locale and audience, made anew when the
 * entries change: a thousand questions take some 20 ms.
 */
export function createFaqMatch<Entry>(
  lexicon: Lexicon,
  entries: readonly FaqQuestions<Entry>[],
  { threshold = 0.8, margin = 0.03 }: FaqMatchOptions = {},
): FaqMatch<Entry> {
  const index = createQuestionIndex<Entry>(lexicon, { entriesMax: QUESTIONS_MAX })
  for (const { entry, id, questions } of entries)
    questions.forEach((question, at) => {
      index.add(`${id} ${at}`, question, entry)
    })
  return {
    find: (question) => index.find(question, { threshold, margin, mode: 'covers' }),
    nearest: (question, max) =>
      index.nearest(question, { threshold: NEAR_THRESHOLD, max }).map(({ value }) => value),
  }
}
