import type { FaqEntry, Knowledge } from '../../knowledge/index.ts'
import { isValid } from '../../knowledge/index.ts'
import { createFaqMatch, type FaqMatch, type Lexicon } from '../matching/index.ts'
import type { Step } from '../pipeline/index.ts'
import { languageOf } from './language.ts'

/** Passages that later steps get. */
const PASSAGES_MAX = 5

/** Questions that a visitor is asked back. */
const QUESTIONS_MAX = 3

/** Entries ready to be matched, with the words that they were taken apart by. */
interface Matcher {
  lexicon: Lexicon
  match: FaqMatch<FaqEntry>
}

export interface ArticlesPorts {
  knowledge: Pick<Knowledge, 'faq' | 'search'>
  lexiconOf(workspaceId: string): Lexicon
  /** From which likeness a frequent question answers by itself. */
  thresholdOf(workspaceId: string): number
  now: () => number
}

/**
 * Answers by a frequent question, when there is no doubt that it was asked; else finds passages and
 * questions near to it that may help who comes next.
 */
export function createArticlesStep({
  knowledge,
  lexiconOf,
  thresholdOf,
  now,
}: ArticlesPorts): Step {
  /** What was made of a list of entries; a list never changes, so it goes with its matchers. */
  const matchers = new WeakMap<readonly FaqEntry[], Map<string, Matcher>>()

  function matcherOf(
    workspaceId: string,
    entries: readonly FaqEntry[],
    locale: FaqEntry['locale'],
  ): FaqMatch<FaqEntry> {
    const threshold = thresholdOf(workspaceId)
    const made = matchers.get(entries) ?? new Map<string, Matcher>()
    matchers.set(entries, made)
    const lexicon = lexiconOf(workspaceId)
    const key = `${locale} ${threshold}`
    const known = made.get(key)
    if (known?.lexicon === lexicon) return known.match
    const told = entries.filter((entry) => entry.locale === locale && entry.audience === 'everyone')
    const match = createFaqMatch(
      lexicon,
      told.map((entry) => ({
        entry,
        id: entry.articleId,
        questions: [entry.question, ...entry.phrasings],
      })),
      { threshold },
    )
    made.set(key, { lexicon, match })
    return match
  }

  return {
    name: 'articles',
    async run({ workspaceId, text }, findings, output) {
      const locale = languageOf(text)
      const entries = await knowledge.faq(workspaceId)
      const matcher = matcherOf(workspaceId, entries, locale)
      const found = matcher.find(text)
      if (found !== undefined && isValid(found.value, now())) {
        const { articleId, version, answer, question, validUntil } = found.value
        output.note(`"${question}", ${found.similarity.toFixed(2)}`)
        return {
          kind: 'answered',
          text: answer,
          parts: { citations: [{ title: question, url: '', articleId }], suggestions: [] },
          sources: [{ kind: 'article', id: articleId, version }],
          isPersonal: false,
          validUntil,
        }
      }
      const passages = await knowledge.search(
        workspaceId,
        { text, locale, audience: 'everyone' },
        PASSAGES_MAX,
      )
      output.note(`${passages.length} passages`)
      findings.passages.push(...passages)
      for (const entry of matcher.nearest(text, QUESTIONS_MAX))
        if (isValid(entry, now())) findings.questions.push(entry.question)
      return undefined
    },
  }
}
