import type { Case } from './case.ts'
import type { Offers } from './offers.ts'
import type { Phases } from './phases.ts'
import type { Placing } from './placing.ts'
import type { RouterState } from './state.ts'
import type { Storing } from './storing.ts'
import type { AgentFacts, AgentPresence } from './types.ts'

/** Agents: who they are, who is there, and what becomes of theirs when they are not. */
export function createAttendance(
  state: RouterState,
  { letAllGo }: Phases,
  { serve, place, assign }: Placing,
  { release }: Storing,
  { passOn }: Offers,
) {
  const { settings, pool, groups, timers, ofAgent } = state

  function setPresence(agent: number, presence: AgentPresence): void {
    const was = pool.presence[agent]
    letAllGo(agent)
    pool.presence[agent] = presence
    timers.clear(`grace:${pool.idOf(agent)}`)
    const isReady = presence === 'online' && pool.capacity[agent]! > 0
    if (isReady && pool.ready[agent] === 0) pool.arrive(agent, state.now)
    pool.ready[agent] = isReady ? 1 : 0
    if (presence === 'online') {
      timers.clear(`away:${pool.idOf(agent)}`)
      if (was !== 'online') {
        pool.missedOffers[agent] = 0
        pool.lastActiveAt[agent] = state.now
      }
      serve(agent)
      return
    }
    for (const one of ofAgent.get(agent) ?? []) {
      if (one.phase === 'offered') passOn(one, 'agent_gone')
    }
    watchAbsent(agent)
  }

  /**
   * Who is gone keeps what needs no answer now; the rest goes to somebody else: at once, or after a
   * while when the agent is only away, or when a person has just given it to who is not there.
   */
  function watchAbsent(agent: number, isJustGiven = false): void {
    if (timers.has(`grace:${pool.idOf(agent)}`)) return
    if (pool.presence[agent] === 'away' || isJustGiven) {
      timers.set(`away:${pool.idOf(agent)}`, state.now + settings.awayMs)
    } else takeBack(agent, 'agent_gone')
  }

  function takeBack(agent: number, because: 'agent_gone' | 'agent_away'): void {
    // Who takes by hand keeps it until somebody else takes it.
    if (settings.policy === 'manual') return
    for (const one of [...(ofAgent.get(agent) ?? [])]) {
      const isWaiting = !one.need.isAnswered || one.need.waitingSince > 0
      if (one.phase === 'held' && isWaiting) release(one, because)
    }
  }

  function setFacts(facts: AgentFacts): number {
    const agent = pool.setFacts(facts)
    groups.agentChanged(agent)
    return agent
  }

  return {
    setPresence,
    watchAbsent,
    takeBack,

    agentStands(facts: AgentFacts): void {
      const agent = setFacts(facts)
      if (!timers.has(`grace:${facts.agentId}`)) setPresence(agent, pool.presence[agent]!)
    },

    agentRemoved(agentId: string): void {
      const agent = setFacts({ agentId, teamIds: [], skills: {}, languages: [], capacity: 0 })
      setPresence(agent, 'offline')
    },

    connectionLost(agentId: string): void {
      const agent = pool.index(agentId)
      pool.ready[agent] = 0
      letAllGo(agent)
      timers.set(`grace:${agentId}`, state.now + settings.graceMs)
    },

    connectionBack(agentId: string): void {
      const agent = pool.index(agentId)
      if (timers.has(`grace:${agentId}`)) setPresence(agent, pool.presence[agent]!)
    },

    /** Nobody answered an offer. Who misses several in a row is not there. */
    offerMissed(one: Case): void {
      passOn(one, 'expired', (agent) => {
        pool.missedOffers[agent]! += 1
        if (pool.missedOffers[agent]! < settings.missedOffersMax) return
        pool.missedOffers[agent] = 0
        if (pool.presence[agent] !== 'online') return
        setPresence(agent, 'away')
        state.commands.push({ type: 'set_away', agentId: pool.idOf(agent) })
      })
    },

    /** An answer to an offer that has gone on to somebody else comes too late, and says nothing. */
    offerAnswered(one: Case, agentId: string, isAccepted: boolean): void {
      if (one.phase !== 'offered' || pool.idOf(one.agent) !== agentId) return
      pool.missedOffers[one.agent] = 0
      if (isAccepted) assign(one, one.agent)
      else passOn(one, 'declined')
    },

    /** Those who had declined may be asked again. */
    askAgain(one: Case): void {
      one.excluded.clear()
      state.turned.add(one)
      if (one.phase === 'waiting') place(one)
    },
  }
}

export type Attendance = ReturnType<typeof createAttendance>
