import type { Case, Work } from './case.ts'
import type { Outcome } from './types.ts'

/** Waiting for the contact counts as handling up to here: the agent reads on, or does other work. */
const CONTACT_TURN_MAX_MS = 120_000

/** An agent has the conversation from now on. */
export function beginWork(one: Case, active: number, now: number): Work {
  return {
    assignedAt: now,
    active,
    repliedAt: one.need.isAnswered ? now : 0,
    handledMs: 0,
    turnAt: now,
    isAgentsTurn: true,
  }
}

/** The other side's turn begins, or one message follows another. */
export function turn(work: Work, isAgentsTurn: boolean, now: number): void {
  const passed = now - work.turnAt
  work.handledMs += work.isAgentsTurn ? passed : Math.min(passed, CONTACT_TURN_MAX_MS)
  work.turnAt = now
  work.isAgentsTurn = isAgentsTurn
}

/** What came of it; times that did not end are censored. */
export function endWork(
  one: Case,
  agentId: string,
  work: Work,
  isResolved: boolean,
  now: number,
): Outcome {
  turn(work, false, now)
  const predicted = one.decision?.candidates[0]
  const isReplied = work.repliedAt > 0
  // Who had an answer before this agent came tells nothing about the first reply.
  const isFirstReplyKnown = !(isReplied && work.repliedAt === work.assignedAt)
  return {
    conversationId: one.need.conversationId,
    agentId,
    topic: one.need.topic,
    assignedAt: work.assignedAt,
    active: work.active,
    firstReplyMs: isFirstReplyKnown ? (isReplied ? work.repliedAt : now) - work.assignedAt : 0,
    isFirstReplyCensored: !isReplied,
    handleMs: isReplied ? work.handledMs : 0,
    isHandleCensored: !isResolved,
    predictedFirstReplyMs: predicted?.firstReplyMs ?? 0,
    predictedHandleMs: predicted?.handleMs ?? 0,
    features: one.decision?.features ?? new Float32Array(0),
  }
}
