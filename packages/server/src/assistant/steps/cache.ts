import type { AnswerParts } from '../../conversations/index.ts'
import type { AnswerCache } from '../cache/index.ts'
import type { Outcome, Question, Step } from '../pipeline/index.ts'
import { languageOf } from './language.ts'

/** What is told again. */
export interface CachedAnswer {
  text: string
  parts: AnswerParts
}

const audience = 'everyone'

/** Tells again what was answered to whoever asked the same; `told` hears of which entry. */
export function createCacheStep(
  cache: AnswerCache<CachedAnswer>,
  told: (question: Question, entryId: string) => void,
): Step {
  return {
    name: 'cache',
    run(question, _findings, output) {
      const { workspaceId, text, earlier } = question
      const hit = cache.find(
        { workspaceId, locale: languageOf(text), audience },
        { text, hasEarlier: earlier.length > 0 },
      )
      if (hit === undefined) return undefined
      told(question, hit.entryId)
      output.note(`"${hit.question}", ${hit.similarity.toFixed(2)}`)
      return { kind: 'answered', ...hit.answer, sources: hit.sources, isPersonal: false }
    },
  }
}

/** The entry in which an answer to this very question stands. */
export function entryOf(
  cache: AnswerCache<CachedAnswer>,
  { workspaceId, text }: Pick<Question, 'workspaceId' | 'text'>,
): string | undefined {
  return cache.entryOf({ workspaceId, locale: languageOf(text), audience }, text)
}

/** Keeps an answer that was found, for who asks the same next. */
export function keepAnswer(
  cache: AnswerCache<CachedAnswer>,
  { workspaceId, text, earlier }: Question,
  outcome: Outcome,
): void {
  if (outcome.kind !== 'answered' || outcome.sources.length === 0) return
  const { text: answer, parts, sources, isPersonal, validUntil } = outcome
  cache.keep(
    { workspaceId, locale: languageOf(text), audience },
    { text, hasEarlier: earlier.length > 0 },
    { answer: { text: answer, parts }, text: answer, sources, isPersonal, validUntil },
  )
}
