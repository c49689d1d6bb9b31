import type { Case } from './case.ts'
import type { Clocks } from './clocks.ts'
import type { Phases } from './phases.ts'
import { moveToFront } from './recent-agents.ts'
import type { RouterState } from './state.ts'
import { beginWork, turn } from './work.ts'

/** Conversations that an agent has, and the talk in them. */
export function createHolding(
  state: RouterState,
  { enter, finishWork, settlePromise }: Phases,
  clocks: Clocks,
  watchAbsent: (agent: number, isJustGiven?: boolean) => void,
) {
  const { settings, pool, chooser, timers, promises, moment } = state

  function watchReply({ need }: Case): void {
    if (need.isAnswered || settings.noReplyMs <= 0) return
    timers.set(`reply:${need.conversationId}`, state.now + settings.noReplyMs)
  }

  return {
    /** Who does not answer loses it to somebody who may have it now; while nobody may, it stays. */
    noReply(one: Case, release: (one: Case) => void): void {
      if (one.phase !== 'held' || settings.policy === 'manual') return
      const isElsewhere = chooser.all(one).some((agent) => agent !== one.agent)
      if (isElsewhere && state.isOpen(one.need.teamId)) release(one)
      else watchReply(one)
    },

    hold(one: Case, agent: number): void {
      finishWork(one, false)
      moment.now = state.now
      const features = chooser.stateOf(agent, moment)
      enter(one, 'held', agent)
      const agentId = pool.idOf(agent)
      one.work =
        one.earlier?.agent === agent
          ? one.earlier.work
          : beginWork(one, agentId, pool.active[agent]!, features, state.now)
      one.earlier = undefined
      one.need.previousAgentIds = moveToFront(one.need.previousAgentIds, agentId)
      one.excluded.clear()
      state.turned.add(one)
      watchReply(one)
      if (pool.presence[agent] !== 'online') watchAbsent(agent, true)
    },

    replied(one: Case, agentId: string): void {
      const agent = pool.index(agentId)
      pool.answered(agent, state.now)
      if (one.agent !== agent || one.phase !== 'held') return
      if (one.work !== undefined) {
        turn(one.work, false, state.now)
        if (one.work.repliedAt === 0) {
          one.work.repliedAt = state.now
          promises.replied(state.now - one.work.assignedAt)
        }
      }
      if (one.need.isAnswered && one.need.waitingSince === 0) return
      if (!one.need.isAnswered) {
        timers.clear(`reply:${one.need.conversationId}`)
        pool.owe(agent, -1, state.now)
        one.need.isAnswered = true
        settlePromise(one, false)
        state.turned.add(one)
      }
      one.need.waitingSince = 0
      clocks.run(one)
    },

    contactWrote(one: Case): void {
      if (one.work !== undefined) turn(one.work, true, state.now)
      if (one.need.waitingSince > 0) return
      one.need.waitingSince = state.now
      clocks.run(one)
      if (one.phase === 'held' && pool.presence[one.agent] !== 'online') watchAbsent(one.agent)
    },
  }
}

export type Holding = ReturnType<typeof createHolding>
