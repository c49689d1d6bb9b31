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
  watchAbsent: (agent: number) => void,
) {
  const { settings, pool, chooser, timers, promises, moment } = state

  return {
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
      if (!one.need.isAnswered && settings.noReplyMs > 0) {
        timers.set(`reply:${one.need.conversationId}`, state.now + settings.noReplyMs)
      }
      if (pool.presence[agent] !== 'online') watchAbsent(agent)
    },

    replied(one: Case, agentId: string): void {
      const agent = pool.index(agentId)
      pool.lastActiveAt[agent] = state.now
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
        pool.unanswered[agent]! -= 1
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
