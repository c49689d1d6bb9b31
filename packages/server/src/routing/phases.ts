import type { Case, Phase } from './case.ts'
import type { RouterState } from './state.ts'
import { endWork } from './work.ts'

/** No answer from storage for so long: the truth is asked for, again and again. */
export const ANSWER_MS = 10_000

const CLOCKS = ['first_reply', 'next_reply', 'resolution'] as const

/** Moves cases from phase to phase, with their units and timers: nothing else does. */
export function createPhases(state: RouterState) {
  const { pool, timers, waiting, ofAgent, cases, movedTeams, promises } = state

  /** Counts the units of a case for its agent, or no more. */
  function count({ need }: Case, agent: number, sign: 1 | -1): void {
    pool.carry(agent, need.weight, sign, state.now)
    if (!need.isAnswered) pool.owe(agent, sign, state.now)
  }

  function enter(one: Case, phase: Phase, agent = -1): void {
    const { need } = one
    if (one.phase === 'waiting') {
      waiting.remove(one)
      movedTeams.add(need.teamId)
      letGo(one)
    }
    if (one.agent >= 0 && holdsUnits(one.phase)) count(one, one.agent, -1)
    if (one.agent >= 0 && one.agent !== agent) ofAgent.get(one.agent)?.delete(one)
    for (const timer of ['answer', 'offer', 'hook', 'reply']) {
      timers.clear(`${timer}:${need.conversationId}`)
    }
    one.phase = phase
    one.agent = agent
    one.expiresAt = 0
    if (agent >= 0) {
      let own = ofAgent.get(agent)
      if (own === undefined) {
        own = new Set()
        ofAgent.set(agent, own)
      }
      own.add(one)
      if (holdsUnits(phase)) count(one, agent, 1)
    }
    if (phase === 'waiting') {
      waiting.add(one)
      movedTeams.add(need.teamId)
    }
    if (phase === 'assigning' || phase === 'releasing' || phase === 'unsure') {
      timers.set(`answer:${need.conversationId}`, state.now + ANSWER_MS)
    }
  }

  /** Nobody keeps room for it any more; who did serves others. */
  function letGo(one: Case): void {
    if (one.reservedBy >= 0) state.toServe.add(one.reservedBy)
    one.reservedBy = -1
  }

  function finishWork(one: Case, isResolved: boolean): void {
    const { work } = one
    if (work === undefined) return
    state.commands.push({
      type: 'outcome',
      outcome: endWork(one, pool.idOf(one.agent), work, isResolved, state.now),
      modelVersion: work.modelVersion,
      endedAt: state.now,
    })
    one.work = undefined
    state.turned.add(one)
  }

  function settlePromise(one: Case, isCensored: boolean): void {
    const { promise, need } = one
    if (promise === undefined) return
    promises.ended(promise, Math.max(1, state.now - promise.at), isCensored)
    state.commands.push({ type: 'wait_ended', need, promise, endedAt: state.now, isCensored })
    one.promise = undefined
  }

  return {
    enter,
    count,
    finishWork,
    settlePromise,

    /** An agent who changes or goes keeps room for nobody. */
    letAllGo(agent: number): void {
      for (const one of waiting.each()) if (one.reservedBy === agent) letGo(one)
    },

    forget(one: Case, isResolved: boolean): void {
      finishWork(one, isResolved)
      if (one.phase === 'waiting' || !one.need.isAnswered) settlePromise(one, true)
      enter(one, 'snoozed')
      const { conversationId } = one.need
      for (const timer of ['overflow', 'again']) timers.clear(`${timer}:${conversationId}`)
      for (const clock of CLOCKS) {
        timers.clear(`warn-${clock}:${conversationId}`)
        timers.clear(`breach-${clock}:${conversationId}`)
      }
      cases.delete(conversationId)
      state.turned.delete(one)
      state.commands.push({ type: 'course', conversationId, course: undefined })
    },
  }
}

export type Phases = ReturnType<typeof createPhases>

/** Phases in which an agent's room is taken. */
export function holdsUnits(phase: Phase): boolean {
  return phase !== 'waiting' && phase !== 'asking' && phase !== 'snoozed'
}

/** Phases that wait for storage's answer. */
export function isOnItsWay(phase: Phase): boolean {
  return phase === 'assigning' || phase === 'releasing'
}
