import type { Outcome } from '../types.ts'

/** What learning needs of an outcome. */
export type LearntOutcome = Omit<
  Outcome,
  'conversationId' | 'predictedFirstReplyMs' | 'predictedHandleMs'
>
