import type { Case } from './case.ts'
import type { PlainPolicy } from './choose.ts'
import { mostSuitable } from './next-case.ts'
import { ANSWER_MS, type Phases } from './phases.ts'
import type { RouterState } from './state.ts'

/** The queue: who waits is given to the best who may, and who has room is given the best who wait. */
export function createPlacing(state: RouterState, { enter }: Phases) {
  const { settings, pool, chooser, ladder, waiting, timers, promises, moment, ports } = state

  /** Gives it to the best who may, or lets it wait. */
  function place(one: Case): void {
    if (one.phase !== 'waiting') enter(one, 'waiting')
    if (settings.policy === 'hook' && state.isOpen(one.need.teamId)) {
      const agents = chooser.all(one)
      if (agents.length > 0) askHook(one, agents)
    } else if (settings.policy !== 'manual' && state.isOpen(one.need.teamId)) {
      choose(one, settings.policy as PlainPolicy)
    }
    givePromise(one)
  }

  function choose(one: Case, policy: PlainPolicy, only = -1): boolean {
    moment.now = state.now
    moment.queueLength = waiting.size
    const decision = chooser.choose(one, policy, moment, only)
    if (decision === undefined) return false
    one.decision = decision
    dispatch(one)
    return true
  }

  function dispatch(one: Case): void {
    const { need } = one
    const decision = one.decision!
    const { agentId } = decision.candidates[0]!
    const agent = pool.index(agentId)
    pool.lastAssignedAt[agent] = state.now
    if (one.promise !== undefined) {
      promises.dequeued(need.teamId, state.now, waiting.ofTeam(need.teamId) <= 1)
    }
    if (settings.mode === 'push') {
      assign(one, agent)
      return
    }
    enter(one, 'offered', agent)
    one.expiresAt = state.now + settings.offerMs
    const { conversationId } = need
    timers.set(`offer:${conversationId}`, one.expiresAt)
    state.commands.push({ type: 'offer', conversationId, agentId, expiresAt: one.expiresAt })
  }

  function assign(one: Case, agent: number): void {
    const wasOffered = one.phase === 'offered'
    enter(one, 'assigning', agent)
    one.decisionVersion = one.version
    state.commands.push({
      type: 'assign',
      conversationId: one.need.conversationId,
      agentId: pool.idOf(agent),
      version: one.version,
      epoch: ports.epoch,
      decision: one.decision!,
      need: one.need,
      wasOffered,
    })
  }

  function askHook(one: Case, agents: number[]): void {
    enter(one, 'asking')
    one.expiresAt = state.now + settings.hookTimeoutMs
    timers.set(`hook:${one.need.conversationId}`, one.expiresAt)
    state.commands.push({
      type: 'ask_hook',
      need: one.need,
      agentIds: agents.map((agent) => pool.idOf(agent)),
      expiresAt: one.expiresAt,
    })
  }

  function givePromise(one: Case): void {
    if (one.promise !== undefined || one.need.isAnswered) return
    const isWaiting = one.phase === 'waiting'
    const predictedMs = isWaiting ? 0 : (one.decision?.candidates[0]?.firstReplyMs ?? 0)
    const ahead = isWaiting ? waiting.ahead(one) : undefined
    one.promise = promises.give(one.need.teamId, ahead, predictedMs, state.now)
    state.turned.add(one)
  }

  return {
    place,
    assign,

    /** Fills an agent's free room with those who suit best among the most urgent. */
    serve(agent: number): void {
      if (settings.policy === 'manual') return
      const { isOpen } = state
      while (pool.ready[agent] === 1 && pool.free(agent) > 0 && waiting.size > 0) {
        const parts = { settings, pool, ladder, chooser, waiting, isOpen }
        const found = mostSuitable(parts, agent, state.now)
        if (found === undefined) return
        const { one, passed } = found
        if (settings.policy === 'hook') {
          askHook(one, chooser.all(one))
          continue
        }
        if (!choose(one, settings.policy as PlainPolicy, agent)) return
        for (const other of passed) {
          other.passedOver += 1
          state.turned.add(other)
        }
        one.decision!.passedOver = passed.map(({ need }) => need.conversationId)
      }
    },

    /** Everybody who waits, the most urgent first. */
    drain(): void {
      for (const one of waiting.all()) if (one.phase === 'waiting') place(one)
    },

    /** What the hook says; undefined when it said nothing in time. */
    hookAnswered(one: Case, agentId: string | undefined): void {
      if (one.phase !== 'asking') return
      enter(one, 'waiting')
      const agent = agentId === undefined ? undefined : pool.indexes.get(agentId)
      moment.now = state.now
      if (agent === undefined || !chooser.mayTake(agent, one)) {
        choose(one, settings.hookFallback)
        return
      }
      one.decision = chooser.byHook(one, agent, moment)
      dispatch(one)
    },

    overflow(one: Case): void {
      const rule = settings.overflow[one.need.teamId]
      if (rule === undefined || one.overflowedTo !== '') return
      if (one.phase === 'offered' || one.phase === 'asking' || one.phase === 'assigning') {
        // It may come back from there.
        timers.set(`overflow:${one.need.conversationId}`, state.now + ANSWER_MS)
      }
      if (one.phase !== 'waiting') return
      const fromTeamId = one.need.teamId
      const { toTeamId } = rule
      waiting.remove(one)
      one.need = { ...one.need, teamId: toTeamId }
      one.overflowedTo = toTeamId
      one.group = state.groups.of(one.need)
      waiting.add(one)
      state.movedTeams.add(fromTeamId).add(toTeamId)
      state.turned.add(one)
      const { conversationId } = one.need
      state.commands.push({ type: 'overflowed', conversationId, fromTeamId, toTeamId })
      place(one)
    },
  }
}

export type Placing = ReturnType<typeof createPlacing>
