import type { Case } from './case.ts'
import type { RouterState } from './state.ts'
import type { Course } from './types.ts'
import { resumeWork } from './work.ts'

/** What a restart has to know of a conversation. */
export function courseOf({ pool }: RouterState, one: Case): Course {
  const { queuedAt, createdAt, isAnswered } = one.need
  return {
    queuedAt,
    createdAt,
    isAnswered,
    overflowedTo: one.overflowedTo,
    passedOver: one.passedOver,
    excludedAgentIds: [...one.excluded].map((agent) => pool.idOf(agent)),
    promise: one.promise,
    work:
      one.work === undefined ? undefined : { agentId: pool.idOf(one.agent), work: { ...one.work } },
  }
}

/**
 * Goes on where an earlier router ended. Work counts when its agent still has the conversation,
 * which shows only later.
 */
export function restore(state: RouterState, one: Case, course: Course): void {
  const { pool, settings, now } = state
  one.overflowedTo = course.overflowedTo
  one.passedOver = course.passedOver
  one.excluded = new Set(course.excludedAgentIds.map((agentId) => pool.index(agentId)))
  one.promise = course.promise
  if (one.excluded.size > 0) {
    state.timers.set(`again:${one.need.conversationId}`, now + settings.offerAgainMs)
  }
  if (course.work === undefined) return
  const { agentId, work } = course.work
  one.earlier = { agent: pool.index(agentId), work: resumeWork(work, one.need.isAnswered, now) }
}
