import type { Case } from './case.ts'
import { ANSWER_MS, isOnItsWay, type Phases } from './phases.ts'
import type { Placing } from './placing.ts'
import type { RouterState } from './state.ts'
import type { ReleaseReason } from './types.ts'

/** Steps that go to storage, and its answers. */
export function createStoring(
  state: RouterState,
  { enter, finishWork }: Phases,
  { place, serve }: Placing,
  hold: (one: Case, agent: number) => void,
) {
  function lookAgain({ need: { conversationId } }: Case): void {
    state.commands.push({ type: 'look_again', conversationId })
    state.timers.set(`answer:${conversationId}`, state.now + ANSWER_MS)
  }

  return {
    lookAgain,

    /** Takes it from its agent; one who did not answer is not asked again for a while. */
    release(one: Case, because: ReleaseReason): void {
      const { agent } = one
      const { conversationId } = one.need
      if (because === 'no_reply') {
        one.excluded.add(agent)
        state.turned.add(one)
        state.timers.set(`again:${conversationId}`, state.now + state.settings.offerAgainMs)
      }
      finishWork(one, false)
      enter(one, 'releasing', agent)
      one.decisionVersion = one.version
      state.commands.push({
        type: 'release',
        conversationId,
        agentId: state.pool.idOf(agent),
        version: one.version,
        epoch: state.ports.epoch,
        because,
      })
    },

    stepStored(one: Case, basedOn: number, version: number): void {
      if (!isOnItsWay(one.phase) || basedOn !== one.version) return
      one.version = version
      const { agent } = one
      if (one.phase === 'assigning') {
        hold(one, agent)
        return
      }
      place(one)
      serve(agent)
    },

    /** Until the truth is known the agent may have it, so that its room stays taken. */
    stepRefused(one: Case, basedOn: number): void {
      if (!isOnItsWay(one.phase) || basedOn !== one.version) return
      enter(one, 'unsure', one.agent)
      lookAgain(one)
    },
  }
}

export type Storing = ReturnType<typeof createStoring>
