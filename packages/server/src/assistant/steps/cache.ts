import type { AnswerParts } from '../../conversations/index.ts'
import type { AnswerCache } from '../answer-cache.ts'
import type { Outcome, Question, Step } from '../pipeline/index.ts'
import { languageOf } from './language.ts'

/** What is told again. */
export interface CachedAnswer {
  text: string
  parts: AnswerParts
}

const audience = 'everyone'

/** Tells again what was answered to whoever asked the same. */
export function createCacheStep(cache: AnswerCache<CachedAnswer>): Step {
  return {
    name: 'cache',
    run({ workspaceId, text, earlier }, _findings, output) {
      const hit = cache.find(
        { workspaceId, locale: languageOf(text), audience },
        { text, hasEarlier: earlier.length > 0 },
      )
      if (hit === undefined) return undefined
      output.note(`"${hit.question}", ${hit.similarity.toFixed(2)}`)
      return { kind: 'answered', ...hit.answer, sources: hit.sources, isPersonal: false }
    },
  }
}

/** Keeps an answer that was found, for who asks the same next. */
export function keepAnswer(
  cache: AnswerCache<CachedAnswer>,
  { workspaceId, text, earlier }: Question,
  outcome: Outcome,
): void {
  if (outcome.kind !== 'answered' || outcome.sources.length === 0) return
  const { text: answer, parts, sources, isPersonal } = outcome
  cache.keep(
    { workspaceId, locale: languageOf(text), audience },
    { text, hasEarlier: earlier.length > 0 },
    { answer: { text: answer, parts }, text: answer, sources, isPersonal },
  )
}
