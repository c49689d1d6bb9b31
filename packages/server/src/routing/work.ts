import type { Case, Work } from './case.ts'
import type { Outcome } from './types.ts'

/** Waiting for the contact counts as handling up to here: the agent reads on, or does other work. */
const CONTACT_TURN_MAX_MS = 120_000

/**
 * An agent has the conversation from now on. What was predicted counts only when this is the agent
 * who was chosen; `features` are what a model would have seen in any case.
 */
export function beginWork(
  { need, decision }: Case,
  agentId: string,
  active: number,
  features: Float32Array,
  now: number,
): Work {
  const chosen = decision?.candidates[0]
  const predicted = chosen?.agentId === agentId ? chosen : undefined
  return {
    assignedAt: now,
    active,
    predictedFirstReplyMs: predicted?.firstReplyMs ?? 0,
    predictedHandleMs: predicted?.handleMs ?? 0,
    modelVersion: predicted === undefined ? '' : (decision?.modelVersion ?? ''),
    features: [...(predicted === undefined ? features : (decision?.features ?? features))],
    isCut: false,
    repliedAt: need.isAnswered ? now : 0,
    handledMs: 0,
    turnAt: now,
    isAgentsTurn: true,
  }
}

/** Goes on after a restart: what happened meanwhile is not known. */
export function resumeWork(work: Work, isAnswered: boolean, now: number): Work {
  const repliedAt = work.repliedAt === 0 && isAnswered ? now : work.repliedAt
  return { ...work, isCut: true, repliedAt, turnAt: now }
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
    isHandleCensored: !isResolved || work.isCut,
    predictedFirstReplyMs: work.predictedFirstReplyMs,
    predictedHandleMs: work.predictedHandleMs,
    features: Float32Array.from(work.features),
  }
}
