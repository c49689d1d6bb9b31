import type { Case, Phase } from './case.ts'
import { courseOf } from './course.ts'
import type { RouterState } from './state.ts'
import type { Course, Need, SlaClock } from './types.ts'

/** What a visitor in the queue is told. */
export interface QueuePlace {
  /** 1 is next. */
  position: number
  p50Ms: number
  p90Ms: number
  /** The wait is too long, or nobody who may have it is there. */
  shouldLeaveMessage: boolean
  /** When the team opens; 0 while it is open. */
  opensAt: number
}

/** The clock that is due next, and how it stands. */
export interface ClockState {
  clock: SlaClock
  dueAt: number
  state: 'running' | 'warned' | 'broken'
}

/** What lists show beside a conversation. */
export interface Mark {
  clock: ClockState | undefined
  priority: number
  teamId: string
  topic: string
}

/** What may be read of a router. Nothing here changes it. */
export function createViews(state: RouterState) {
  const { pool, cases, waiting, promises, settings, chooser, timers } = state

  function clockOf({ clocks }: Case, now: number): ClockState | undefined {
    const [next] = clocks.toSorted((a, b) => a.dueAt - b.dueAt)
    if (next === undefined || next.dueAt === Number.POSITIVE_INFINITY) return undefined
    const { clock, dueAt, warnAt } = next
    return { clock, dueAt, state: dueAt <= now ? 'broken' : warnAt <= now ? 'warned' : 'running' }
  }

  /** Whether an agent keeps its free room for a conversation that weighs more. */
  function isKept(agent: number): boolean {
    return waiting.all().some((one) => one.reservedBy === agent)
  }

  function maybe({ group, need }: Case, agent: number): boolean {
    if (pool.ready[agent] === 0 || group.mask[agent] !== 1) return false
    return !need.blockedAgentIds.includes(pool.idOf(agent))
  }

  function isAnybodyThere(one: Case): boolean {
    for (let agent = 0; agent < pool.count; agent += 1) if (maybe(one, agent)) return true
    return false
  }

  return {
    /** Where a conversation stands in the queue; undefined when it is in none. */
    placeOf(conversationId: string): QueuePlace | undefined {
      const one = cases.get(conversationId)
      if (one === undefined || !isInQueue(one.phase)) return undefined
      const ahead = one.phase === 'waiting' ? waiting.ahead(one) : 0
      const { p50Ms, p90Ms } = promises.give(one.need.teamId, ahead, 0, state.now)
      const calendar = state.calendarOf(one.need.teamId)
      const opensAt = calendar.isOpen(state.now) ? 0 : calendar.nextChange(state.now)
      const isLong = p50Ms > settings.leaveMessageMs || !isAnybodyThere(one)
      const shouldLeaveMessage = opensAt > 0 || isLong
      return { position: ahead + 1, p50Ms, p90Ms, shouldLeaveMessage, opensAt }
    },

    /** What is known of a conversation that it follows, by the team that it wants. */
    needOf(conversationId: string): Need | undefined {
      const one = cases.get(conversationId)
      return one && { ...one.need, teamId: one.wantedTeamId }
    },

    courseOf(conversationId: string): Course | undefined {
      const one = cases.get(conversationId)
      return one && courseOf(state, one)
    },

    /** The promise that was given when it came; undefined once it has been answered. */
    promiseOf: (conversationId: string) => cases.get(conversationId)?.promise,

    /** What lists show of it; undefined when routing has nothing to do with it. */
    markOf(conversationId: string, now: number): Mark | undefined {
      const one = cases.get(conversationId)
      if (one === undefined) return undefined
      const { priority, teamId, topic } = one.need
      return { clock: clockOf(one, now), priority, teamId, topic }
    },

    /** Offers to an agent that stand. */
    offersTo(agentId: string): { conversationId: string; expiresAt: number }[] {
      const own = state.ofAgent.get(pool.indexes.get(agentId) ?? -1) ?? []
      return [...own]
        .filter(({ phase }) => phase === 'offered')
        .map(({ need, expiresAt }) => ({ conversationId: need.conversationId, expiresAt }))
    },

    waitingCount: (): number => waiting.size,

    /** Who waits in a team's queue, of all teams without one, the most urgent first. */
    waitingIn: (teamId?: string): readonly { conversationId: string; contactId: string }[] =>
      waiting
        .all()
        .filter(({ need }) => teamId === undefined || need.teamId === teamId)
        .map(({ need }) => need),

    /** Who waits although somebody may take it now: always none, or only who has room kept for. */
    couldBeServed(): string[] {
      return waiting
        .all()
        .filter((one) => state.isOpen(one.need.teamId) && one.reservedBy < 0)
        .filter((one) => chooser.all(one).some((agent) => !isKept(agent)))
        .map(({ need }) => need.conversationId)
    },

    /** Agents who are there and may have it, whether they have room or not. */
    suitableFor(conversationId: string): number {
      const one = cases.get(conversationId)
      if (one === undefined) return 0
      let count = 0
      for (let agent = 0; agent < pool.count; agent += 1) if (maybe(one, agent)) count += 1
      return count
    },

    /** Everything, for a supervisor's board. The waiting come in their order. */
    board() {
      const inQueue = waiting.all()
      return {
        waiting: inQueue.map(({ need }) => need.conversationId),
        conversations: [
          ...inQueue,
          ...[...cases.values()].filter((one) => one.phase !== 'waiting'),
        ].map((one) => ({
          conversationId: one.need.conversationId,
          need: one.need,
          phase: one.phase,
          agentId: one.agent < 0 ? '' : pool.idOf(one.agent),
          expiresAt: one.expiresAt,
          assignedAt: one.work?.assignedAt ?? 0,
          clock: clockOf(one, state.now),
        })),
        agents: pool.facts.map(({ agentId, capacity, teamIds }, agent) => ({
          agentId,
          capacity,
          teamIds,
          used: pool.used[agent]!,
          active: pool.active[agent]!,
          occupancy: pool.occupancy[agent]!,
          missedOffers: pool.missedOffers[agent]!,
          presence: pool.presence[agent]!,
          isReconnecting: timers.has(`grace:${agentId}`),
        })),
      }
    },
  }
}

/** Nobody has it yet, as far as its contact can tell. */
function isInQueue(phase: Phase): boolean {
  return phase === 'waiting' || phase === 'asking' || phase === 'offered' || phase === 'assigning'
}
