import type { LearntOutcome } from '../prediction/index.ts'

/** What a deployment remembers of its last weeks, as a replay needs it. */
export interface History {
  /** The days that are replayed: epoch milliseconds. */
  from: number
  to: number
  /** Who waited for a person in these days, in the order of coming. */
  waits: readonly RememberedWait[]
  /** Assignments of these days and of some time before. */
  outcomes: readonly RememberedOutcome[]
  /** Who is there today, and how much each carries; others carried what they were seen with. */
  capacities: Readonly<Record<string, number>>
}

export interface RememberedWait {
  conversationId: string
  topic: string
  teamId: string
  weight: number
  priority: number
  queuedAt: number
  endedAt: number
  /** It ended without a reply. */
  isCensored: boolean
}

export type RememberedOutcome = Omit<LearntOutcome, 'features'> & {
  conversationId: string
  endedAt: number
}
