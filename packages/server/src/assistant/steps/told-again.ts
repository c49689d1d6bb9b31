import { LRUCache } from 'lru-cache'
import type { AnswerCache, WrongHit } from '../cache/index.ts'
import type { Outcome, Question } from '../pipeline/index.ts'
import { type CachedAnswer, entryOf } from './cache.ts'

/** Answers from the cache that may still be found wrong. */
const TOLD_MAX = 20_000

/**
 * Remembers which answers came from the cache, so that one which was found wrong is told to nobody
 * again.
 */
export function createToldAgain(cache: AnswerCache<CachedAnswer>) {
  /** Entries by conversation and question, and the last one of each conversation. */
  const told = new LRUCache<string, string>({ max: TOLD_MAX })
  const keyOf = (conversationId: string, seq: number) => `${conversationId} ${seq}`

  function wrong(conversationId: string, seq: number, how: WrongHit): boolean {
    const key = keyOf(conversationId, seq)
    const entryId = told.get(key)
    if (entryId === undefined) return false
    told.delete(key)
    cache.wrong(entryId, how)
    return true
  }

  return {
    note({ conversationId, seq }: Question, entryId: string): void {
      if (conversationId === '') return
      told.set(keyOf(conversationId, seq), entryId)
      told.set(keyOf(conversationId, 0), entryId)
    },

    /** Another answer of the conversation: who asks for a person after it means that one. */
    answered({ conversationId }: Question, outcome: Outcome, decidedBy: string): void {
      if (outcome.kind === 'handed_over') {
        const isTired = outcome.reason === 'wanted' || outcome.reason === 'not_helped'
        if (isTired) wrong(conversationId, 0, 'asked_for_person')
      }
      if (decidedBy !== 'cache') told.delete(keyOf(conversationId, 0))
    },

    /** The visitor says that an answer did not help, wherever it came from. */
    notHelpful(question: {
      workspaceId: string
      conversationId: string
      questionSeq: number
      question: string
    }): void {
      const { workspaceId, conversationId, questionSeq } = question
      if (wrong(conversationId, questionSeq, 'not_helpful')) return
      const entryId = entryOf(cache, { workspaceId, text: question.question })
      if (entryId !== undefined) cache.wrong(entryId, 'not_helpful')
    },
  }
}
