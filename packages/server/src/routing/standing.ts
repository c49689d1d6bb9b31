import { type Case, urgentAt } from './case.ts'
import type { Clocks } from './clocks.ts'
import { restore } from './course.ts'
import { holdsUnits, isOnItsWay, type Phases } from './phases.ts'
import type { Placing } from './placing.ts'
import type { RouterState } from './state.ts'
import type { Need, RoutingEvent } from './types.ts'

interface Acts {
  withdraw: (one: Case, because: 'taken') => void
  hold: (one: Case, agent: number) => void
}

type Stands = Extract<RoutingEvent, { type: 'conversation_stands' }>

/** How conversations stand in storage, which alone is the truth: the router follows. */
export function createStanding(
  state: RouterState,
  { enter, count, finishWork, forget }: Phases,
  { place, serve }: Placing,
  clocks: Clocks,
  { withdraw, hold }: Acts,
) {
  const { settings, pool, groups, waiting, timers, cases } = state

  function admit(need: Need, course: Stands['course']): Case {
    const one: Case = {
      need,
      group: groups.of(need),
      version: 0,
      decisionVersion: -1,
      wantedTeamId: need.teamId,
      overflowedTo: '',
      phase: 'unsure',
      agent: -1,
      urgentAt: 0,
      passedOver: 0,
      expiresAt: 0,
      reservedBy: -1,
      excluded: new Set(),
      decision: undefined,
      work: undefined,
      earlier: undefined,
      promise: undefined,
      clocks: [],
      isNearBreach: false,
    }
    cases.set(need.conversationId, one)
    if (course !== undefined) restore(state, one, course)
    watchOverflow(one)
    return one
  }

  function watchOverflow({ need, wantedTeamId, overflowedTo }: Case): void {
    const overflow = overflowedTo === '' ? settings.overflow[wantedTeamId] : undefined
    const name = `overflow:${need.conversationId}`
    if (overflow === undefined) timers.clear(name)
    else timers.set(name, need.queuedAt + overflow.afterMs)
  }

  /** What is known of it may have changed; where it waits and what it takes follow. */
  function update(one: Case, need: Need): void {
    const isWaiting = one.phase === 'waiting'
    if (isWaiting) waiting.remove(one)
    const held = one.agent >= 0 && holdsUnits(one.phase)
    if (held) count(one, one.agent, -1)
    if (need.teamId !== one.wantedTeamId) {
      one.wantedTeamId = need.teamId
      one.overflowedTo = ''
    }
    one.need = { ...need, teamId: one.overflowedTo || need.teamId }
    one.group = groups.of(one.need)
    one.urgentAt = urgentAt(one.need, settings, clocks.firstReplyDueAt(one.need))
    if (held) count(one, one.agent, 1)
    if (isWaiting) waiting.add(one)
  }

  /** It waits in storage; a step of ours that is based on just that is still on its way. */
  function queued(one: Case, version: number): void {
    if (isOnItsWay(one.phase) && version === one.decisionVersion) return
    if (one.phase === 'asking' || one.phase === 'offered') return
    if (one.phase === 'held') {
      // Somebody took it from its agent, who is not the next to get it.
      one.excluded.add(one.agent)
      timers.set(`again:${one.need.conversationId}`, state.now + settings.offerAgainMs)
    }
    finishWork(one, false)
    watchOverflow(one)
    place(one)
  }

  /** Somebody has it, by our step or by hand. */
  function opened(one: Case, agent: number, version: number): void {
    if (one.phase === 'held' && one.agent === agent) return
    if (one.phase === 'releasing' && one.agent === agent && version === one.decisionVersion) return
    if (one.phase === 'offered') withdraw(one, 'taken')
    const { teamId } = one.need
    if (one.phase === 'waiting') {
      state.promises.dequeued(teamId, state.now, waiting.ofTeam(teamId) <= 1)
    }
    hold(one, agent)
  }

  function leave(one: Case, isResolved: boolean): void {
    const { agent } = one
    if (one.phase === 'offered') withdraw(one, 'taken')
    forget(one, isResolved)
    if (agent >= 0) serve(agent)
  }

  return {
    leave,

    stands({ need, stands: standing, version, course }: Stands): void {
      const known = cases.get(need.conversationId)
      if (known !== undefined && version < known.version) return
      if (standing.status === 'bot' || standing.status === 'resolved') {
        if (known !== undefined) leave(known, standing.status === 'resolved')
        return
      }
      const one = known ?? admit({ ...need }, course)
      const freed = one.agent
      update(one, need)
      one.version = version
      if (standing.status === 'queued') queued(one, version)
      else if (standing.status === 'open') opened(one, pool.index(standing.agentId), version)
      else {
        finishWork(one, false)
        enter(one, 'snoozed', pool.index(standing.agentId))
      }
      clocks.run(one)
      if (freed >= 0) serve(freed)
    },

    /** After a change of the settings: what hangs on them is worked out anew. */
    settle(): void {
      for (const one of cases.values()) {
        update(one, { ...one.need, teamId: one.wantedTeamId })
        watchOverflow(one)
        clocks.run(one)
      }
    },
  }
}

export type Standings = ReturnType<typeof createStanding>
