import type { Case } from './case.ts'
import { runningClocks } from './sla.ts'
import type { RouterState } from './state.ts'
import type { Need, SlaClock } from './types.ts'

const CLOCKS: readonly SlaClock[] = ['first_reply', 'next_reply', 'resolution']

/** The clocks of what was promised: when they warn, and when they are broken. */
export function createClocks(state: RouterState) {
  const { settings, timers } = state

  return {
    firstReplyDueAt(need: Need): number {
      const { firstReplyMs } = settings.sla
      if (firstReplyMs <= 0 || need.isAnswered) return Number.POSITIVE_INFINITY
      return state.calendarOf(need.teamId).addOpenTime(need.createdAt, firstReplyMs)
    },

    /** Sets the clocks anew, after what they depend on has changed. */
    run(one: Case): void {
      const { conversationId, teamId } = one.need
      const { firstReplyMs, nextReplyMs, resolutionMs } = settings.sla
      const areNone = firstReplyMs + nextReplyMs + resolutionMs === 0 || one.phase === 'snoozed'
      if (areNone && one.clocks.length === 0) return
      one.clocks = areNone ? [] : runningClocks(one.need, settings.sla, state.calendarOf(teamId))
      for (const clock of CLOCKS) {
        const running = one.clocks.find((candidate) => candidate.clock === clock)
        for (const [kind, at] of [
          ['warn', running?.warnAt],
          ['breach', running?.dueAt],
        ] as const) {
          const name = `${kind}-${clock}:${conversationId}`
          if (at === undefined || at === Number.POSITIVE_INFINITY) timers.clear(name)
          else if (at > state.now) timers.set(name, at)
        }
      }
    },

    passed(one: Case, kind: 'warn' | 'breach', clock: string): void {
      const running = one.clocks.find((candidate) => candidate.clock === clock)
      if (running === undefined) return
      if (clock === 'first_reply') one.isNearBreach = true
      state.commands.push({
        type: kind === 'warn' ? 'sla_warned' : 'sla_breached',
        conversationId: one.need.conversationId,
        clock: running.clock,
        dueAt: running.dueAt,
      })
    },
  }
}

export type Clocks = ReturnType<typeof createClocks>
