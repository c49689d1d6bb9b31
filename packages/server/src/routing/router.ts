import { AgentPool } from './agent-pool.ts'
import { type Case, type Phase, urgentAt } from './case.ts'
import { createChooser, type PlainPolicy } from './choose.ts'
import { createGroups } from './eligibility.ts'
import { alwaysOpen, type Calendar } from './hours.ts'
import { mostSuitable } from './next-case.ts'
import type { RouterPorts } from './ports.ts'
import { createLadder, type Moment } from './prediction/index.ts'
import { moveToFront } from './recent-agents.ts'
import type { RoutingSettings } from './settings.ts'
import { runningClocks } from './sla.ts'
import { createTimers } from './timers.ts'
import type { AgentPresence, Need, RoutingCommand, RoutingEvent, Standing } from './types.ts'
import { createWaitPromises } from './wait-promise.ts'
import { createWaiting } from './waiting.ts'
import { beginWork, endWork, turn } from './work.ts'

/** No answer from storage for so long: the truth is asked for, again and again. */
const ANSWER_MS = 10_000

/** What a visitor in the queue is told. */
export interface QueuePlace {
  /** 1 is next. */
  position: number
  p50Ms: number
  p90Ms: number
  /** The wait is too long, or nobody is there at this hour. */
  shouldLeaveMessage: boolean
  /** When the team opens; 0 while it is open. */
  opensAt: number
}

/**
 * One workspace's routing: what every conversation that needs a person waits for, and who has it.
 *
 * A deterministic machine without clock, I/O or randomness: `handle` takes an event with its time
 * and returns what the house shall do. Storage has the truth. To rebuild the router, tell it where
 * every agent (`agent_stands`) and every open conversation stands, and only then who is present:
 * nobody is given anything before all that they have is known.
 *
 * Of each conversation it knows at any time one phase, and of each agent the units in use, with
 * those that are only offered or on their way; so it never exceeds a capacity, never gives one
 * conversation to two, and forgets none. What people do by hand is taken as it is.
 */
export function createRouter(settings: RoutingSettings, ports: RouterPorts) {
  const pool = new AgentPool(settings)
  const groups = createGroups(pool)
  const ladder = createLadder(pool, settings)
  const chooser = createChooser({ settings, pool, ladder, elapsed: ports.elapsed })
  const waiting = createWaiting()
  const timers = createTimers()
  const promises = createWaitPromises()
  const cases = new Map<string, Case>()
  const ofAgent = new Map<number, Set<Case>>()
  const waitsForOpening = new Set<string>()
  const movedTeams = new Set<string>()
  /** Agents whose room may have grown on the way; served before the event is done with. */
  const toServe = new Set<number>()
  let commands: RoutingCommand[] = []
  let now = 0

  const moment: Moment = { now: 0, pool, queueLength: 0 }

  function calendarOf(teamId: string): Calendar {
    return settings.hours[teamId] ?? settings.hours[''] ?? alwaysOpen
  }

  // Phases: the only place that moves a case, its units and its timers.

  function enter(one: Case, phase: Phase, agent = -1): void {
    const { need } = one
    if (one.phase === 'waiting') {
      waiting.remove(one)
      movedTeams.add(need.teamId)
      letGo(one)
    }
    if (one.agent >= 0 && holdsUnits(one.phase)) {
      pool.carry(one.agent, need.weight, -1, now)
      if (!need.isAnswered) pool.unanswered[one.agent]! -= 1
    }
    if (one.agent >= 0 && one.agent !== agent) ofAgent.get(one.agent)?.delete(one)
    timers.clear(`answer:${need.conversationId}`)
    timers.clear(`offer:${need.conversationId}`)
    timers.clear(`hook:${need.conversationId}`)
    timers.clear(`reply:${need.conversationId}`)
    one.phase = phase
    one.agent = agent
    if (agent >= 0) {
      let own = ofAgent.get(agent)
      if (own === undefined) {
        own = new Set()
        ofAgent.set(agent, own)
      }
      own.add(one)
      if (holdsUnits(phase)) {
        pool.carry(agent, need.weight, 1, now)
        if (!need.isAnswered) pool.unanswered[agent]! += 1
      }
    }
    if (phase === 'waiting') {
      waiting.add(one)
      movedTeams.add(need.teamId)
    }
    if (phase === 'assigning' || phase === 'releasing' || phase === 'unsure') {
      timers.set(`answer:${need.conversationId}`, now + ANSWER_MS)
    }
  }

  /** Nobody keeps room for it any more; who did serves others. */
  function letGo(one: Case): void {
    if (one.reservedBy >= 0) toServe.add(one.reservedBy)
    one.reservedBy = -1
  }

  /** An agent who changes or goes keeps room for nobody. */
  function letAllGo(agent: number): void {
    for (const one of waiting.all()) if (one.reservedBy === agent) letGo(one)
  }

  function forget(one: Case, isResolved: boolean): void {
    finishWork(one, isResolved)
    if (one.phase === 'waiting' || !one.need.isAnswered) settlePromise(one, true)
    enter(one, 'snoozed')
    const { conversationId } = one.need
    for (const timer of ['overflow', 'again', 'warn', 'breach', 'sla']) {
      timers.clear(`${timer}:${conversationId}`)
    }
    for (const clock of ['first_reply', 'next_reply', 'resolution']) {
      timers.clear(`warn-${clock}:${conversationId}`)
      timers.clear(`breach-${clock}:${conversationId}`)
    }
    cases.delete(conversationId)
  }

  function finishWork(one: Case, isResolved: boolean): void {
    if (one.work === undefined) return
    const agentId = pool.idOf(one.agent)
    commands.push({ type: 'outcome', outcome: endWork(one, agentId, one.work, isResolved, now) })
    one.work = undefined
  }

  function settlePromise(one: Case, isCensored: boolean): void {
    if (one.promise === undefined) return
    promises.ended(one.promise, Math.max(1, now - one.promise.at), isCensored)
    one.promise = undefined
  }

  // The queue.

  /** Gives it to the best who may, or lets it wait. */
  function place(one: Case): void {
    if (one.phase !== 'waiting') enter(one, 'waiting')
    if (settings.policy === 'manual' || !isOpen(one.need.teamId)) {
      givePromise(one)
      return
    }
    if (settings.policy === 'hook') {
      const agents = chooser.all(one)
      if (agents.length > 0) askHook(one, agents)
      givePromise(one)
      return
    }
    choose(one, settings.policy)
    givePromise(one)
  }

  function choose(one: Case, policy: PlainPolicy, only = -1): boolean {
    moment.now = now
    moment.queueLength = waiting.size
    const decision = chooser.choose(one, policy, moment, only)
    if (decision === undefined) return false
    one.decision = decision
    dispatch(one)
    return true
  }

  function dispatch(one: Case): void {
    const { decision, need } = one
    const agentId = decision!.candidates[0]!.agentId
    const agent = pool.index(agentId)
    pool.lastAssignedAt[agent] = now
    if (one.promise !== undefined)
      promises.dequeued(need.teamId, now, waiting.ofTeam(need.teamId) <= 1)
    if (settings.mode === 'offer') {
      enter(one, 'offered', agent)
      const expiresAt = now + settings.offerMs
      timers.set(`offer:${need.conversationId}`, expiresAt)
      commands.push({
        type: 'offer',
        conversationId: need.conversationId,
        agentId,
        expiresAt,
        decision: decision!,
      })
      return
    }
    assign(one, agent)
  }

  function assign(one: Case, agent: number): void {
    enter(one, 'assigning', agent)
    one.decisionVersion = one.version
    commands.push({
      type: 'assign',
      conversationId: one.need.conversationId,
      agentId: pool.idOf(agent),
      version: one.version,
      epoch: ports.epoch,
      decision: one.decision!,
    })
  }

  function askHook(one: Case, agents: number[]): void {
    enter(one, 'asking')
    const expiresAt = now + settings.hookTimeoutMs
    timers.set(`hook:${one.need.conversationId}`, expiresAt)
    commands.push({
      type: 'ask_hook',
      need: one.need,
      agentIds: agents.map((agent) => pool.idOf(agent)),
      expiresAt,
    })
  }

  function givePromise(one: Case): void {
    if (one.promise !== undefined || one.need.isAnswered) return
    const ahead = one.phase === 'waiting' ? waiting.ahead(one) : undefined
    const predictedMs =
      one.phase === 'waiting' ? 0 : (one.decision?.candidates[0]?.firstReplyMs ?? 0)
    one.promise = promises.give(one.need.teamId, ahead, predictedMs, now)
  }

  /** Fills an agent's free room with those who suit best among the most urgent. */
  function serve(agent: number): void {
    if (settings.policy === 'manual') return
    while (pool.ready[agent] === 1 && pool.free(agent) > 0 && waiting.size > 0) {
      const found = mostSuitable({ settings, pool, ladder, chooser, waiting, isOpen }, agent, now)
      if (found === undefined) return
      const { one, passed } = found
      if (settings.policy === 'hook') {
        askHook(one, chooser.all(one))
        continue
      }
      if (!choose(one, settings.policy, agent)) return
      for (const other of passed) other.passedOver += 1
      one.decision!.passedOver = passed.map(({ need }) => need.conversationId)
    }
  }

  /** The agent keeps its free room for a conversation that weighs more. */
  function isKept(agent: number): boolean {
    return waiting.all().some((one) => one.reservedBy === agent)
  }

  function isOpen(teamId: string): boolean {
    const calendar = calendarOf(teamId)
    if (calendar.isOpen(now)) return true
    waitsForOpening.add(teamId)
    timers.set(`open:${teamId}`, calendar.nextChange(now))
    return false
  }

  /** Everybody who waits, the most urgent first. */
  function drain(): void {
    for (const one of waiting.all()) if (one.phase === 'waiting') place(one)
  }

  // Conversations.

  function stands(need: Need, standing: Standing, version: number): void {
    const known = cases.get(need.conversationId)
    if (known !== undefined && version < known.version) return
    if (standing.status === 'bot' || standing.status === 'resolved') {
      if (known !== undefined) leave(known, standing.status === 'resolved')
      return
    }
    const one = known ?? admit(need)
    const freed = one.agent
    update(one, need)
    one.version = version
    if (standing.status === 'queued') queued(one, version)
    else if (standing.status === 'open') opened(one, pool.index(standing.agentId), version)
    else {
      finishWork(one, false)
      enter(one, 'snoozed', pool.index(standing.agentId))
    }
    runClocks(one)
    if (freed >= 0) serve(freed)
  }

  /** It waits in storage; a step of ours that is based on just that is still on its way. */
  function queued(one: Case, version: number): void {
    if (isOnItsWay(one.phase) && version === one.decisionVersion) return
    if (one.phase === 'asking' || one.phase === 'offered') return
    finishWork(one, false)
    place(one)
  }

  /** Somebody has it, by our step or by hand. */
  function opened(one: Case, agent: number, version: number): void {
    if (one.phase === 'held' && one.agent === agent) return
    if (one.phase === 'releasing' && one.agent === agent && version === one.decisionVersion) return
    if (one.phase === 'offered') withdraw(one, 'taken')
    hold(one, agent)
  }

  function admit(need: Need): Case {
    const one: Case = {
      need,
      group: groups.of(need),
      version: 0,
      decisionVersion: -1,
      hasOverflowed: false,
      phase: 'unsure',
      agent: -1,
      urgentAt: urgentAt(need, settings, firstReplyDueAt(need)),
      passedOver: 0,
      reservedBy: -1,
      excluded: new Set(),
      decision: undefined,
      work: undefined,
      promise: undefined,
      isNearBreach: false,
    }
    cases.set(need.conversationId, one)
    const overflow = settings.overflow[need.teamId]
    if (overflow !== undefined) {
      timers.set(`overflow:${need.conversationId}`, need.queuedAt + overflow.afterMs)
    }
    return one
  }

  /** What is known of it may have changed; where it waits and what it takes follow. */
  function update(one: Case, need: Need): void {
    const wasWaiting = one.phase === 'waiting'
    const { phase, agent } = one
    if (wasWaiting) waiting.remove(one)
    const held = agent >= 0 && holdsUnits(phase)
    if (held) {
      pool.carry(agent, one.need.weight, -1, now)
      if (!one.need.isAnswered) pool.unanswered[agent]! -= 1
    }
    const teamId = one.hasOverflowed ? one.need.teamId : need.teamId
    one.need = { ...need, teamId }
    one.group = groups.of(one.need)
    one.urgentAt = urgentAt(one.need, settings, firstReplyDueAt(one.need))
    if (held) {
      pool.carry(agent, need.weight, 1, now)
      if (!need.isAnswered) pool.unanswered[agent]! += 1
    }
    if (wasWaiting) waiting.add(one)
  }

  function hold(one: Case, agent: number): void {
    finishWork(one, false)
    enter(one, 'held', agent)
    one.work = beginWork(one, pool.active[agent]!, now)
    one.need.previousAgentIds = moveToFront(one.need.previousAgentIds, pool.idOf(agent))
    if (!one.need.isAnswered && settings.noReplyMs > 0) {
      timers.set(`reply:${one.need.conversationId}`, now + settings.noReplyMs)
    }
    if (pool.presence[agent] !== 'online') watchAbsent(agent)
  }

  function leave(one: Case, isResolved: boolean): void {
    const { agent } = one
    if (one.phase === 'offered') withdraw(one, 'taken')
    forget(one, isResolved)
    if (agent >= 0) serve(agent)
  }

  function firstReplyDueAt(need: Need): number {
    const { firstReplyMs } = settings.sla
    if (firstReplyMs <= 0 || need.isAnswered) return Number.POSITIVE_INFINITY
    return calendarOf(need.teamId).addOpenTime(need.createdAt, firstReplyMs)
  }

  function runClocks(one: Case): void {
    const { conversationId } = one.need
    if (settings.sla.firstReplyMs + settings.sla.nextReplyMs + settings.sla.resolutionMs === 0)
      return
    const running = new Map(
      (one.phase === 'snoozed'
        ? []
        : runningClocks(one.need, settings.sla, calendarOf(one.need.teamId))
      ).map((clock) => [clock.clock, clock]),
    )
    for (const clock of ['first_reply', 'next_reply', 'resolution'] as const) {
      const due = running.get(clock)
      for (const [kind, at] of [
        ['warn', due?.warnAt],
        ['breach', due?.dueAt],
      ] as const) {
        const name = `${kind}-${clock}:${conversationId}`
        if (at === undefined || at === Number.POSITIVE_INFINITY) timers.clear(name)
        else if (at > now) timers.set(name, at)
      }
    }
  }

  function slaPassed(one: Case, kind: 'warn' | 'breach', clock: string): void {
    const running = runningClocks(one.need, settings.sla, calendarOf(one.need.teamId)).find(
      (candidate) => candidate.clock === clock,
    )
    if (running === undefined) return
    if (clock === 'first_reply') one.isNearBreach = true
    commands.push({
      type: kind === 'warn' ? 'sla_warned' : 'sla_breached',
      conversationId: one.need.conversationId,
      clock: running.clock,
      dueAt: running.dueAt,
    })
  }

  // Offers, and steps that went to storage.

  function withdraw(one: Case, because: 'expired' | 'declined' | 'agent_gone' | 'taken'): void {
    commands.push({
      type: 'withdraw_offer',
      conversationId: one.need.conversationId,
      agentId: pool.idOf(one.agent),
      because,
    })
  }

  /** The offer goes on to the next; when all have had it, it comes around again after a while. */
  function passOn(one: Case, because: 'expired' | 'declined' | 'agent_gone'): void {
    const { agent } = one
    withdraw(one, because)
    one.excluded.add(agent)
    timers.set(`again:${one.need.conversationId}`, now + settings.offerAgainMs)
    enter(one, 'waiting')
    if (because === 'expired') {
      pool.missedOffers[agent]! += 1
      if (pool.missedOffers[agent]! >= settings.missedOffersMax) {
        pool.missedOffers[agent] = 0
        setPresence(agent, 'away')
        commands.push({ type: 'set_away', agentId: pool.idOf(agent) })
      }
    }
    place(one)
    serve(agent)
  }

  function release(one: Case, because: 'agent_gone' | 'agent_away' | 'no_reply'): void {
    const { agent } = one
    one.excluded.add(agent)
    timers.set(`again:${one.need.conversationId}`, now + settings.offerAgainMs)
    finishWork(one, false)
    enter(one, 'releasing', agent)
    one.decisionVersion = one.version
    commands.push({
      type: 'release',
      conversationId: one.need.conversationId,
      agentId: pool.idOf(agent),
      version: one.version,
      epoch: ports.epoch,
      because,
    })
  }

  function stepStored(one: Case, basedOn: number, version: number): void {
    if (!isOnItsWay(one.phase) || basedOn !== one.version) return
    one.version = version
    const { agent } = one
    if (one.phase === 'assigning') {
      one.excluded.clear()
      hold(one, agent)
      return
    }
    place(one)
    serve(agent)
  }

  /** Until the truth is known the agent may have it, so that its room stays taken. */
  function stepRefused(one: Case, basedOn: number): void {
    if (!isOnItsWay(one.phase) || basedOn !== one.version) return
    enter(one, 'unsure', one.agent)
    lookAgain(one)
  }

  function lookAgain(one: Case): void {
    commands.push({ type: 'look_again', conversationId: one.need.conversationId })
    timers.set(`answer:${one.need.conversationId}`, now + ANSWER_MS)
  }

  function hookAnswered(one: Case, agentId: string | undefined): void {
    if (one.phase !== 'asking') return
    enter(one, 'waiting')
    const agent = agentId === undefined ? undefined : pool.indexes.get(agentId)
    moment.now = now
    if (agent !== undefined && chooser.mayTake(agent, one)) {
      one.decision = chooser.byHook(one, agent, moment)
      dispatch(one)
    } else choose(one, settings.hookFallback)
  }

  // Agents.

  function setPresence(agent: number, presence: AgentPresence): void {
    const was = pool.presence[agent]
    letAllGo(agent)
    pool.presence[agent] = presence
    timers.clear(`grace:${pool.idOf(agent)}`)
    const isReady = presence === 'online' && pool.capacity[agent]! > 0
    if (isReady && pool.ready[agent] === 0) pool.arrive(agent, now)
    pool.ready[agent] = isReady ? 1 : 0
    if (presence === 'online') {
      timers.clear(`away:${pool.idOf(agent)}`)
      if (was !== 'online') {
        pool.missedOffers[agent] = 0
        pool.lastActiveAt[agent] = now
      }
      serve(agent)
      return
    }
    for (const one of ofAgent.get(agent) ?? [])
      if (one.phase === 'offered') passOn(one, 'agent_gone')
    watchAbsent(agent)
  }

  /** Who is gone keeps what needs no answer now; the rest goes to somebody else. */
  function watchAbsent(agent: number): void {
    if (pool.presence[agent] === 'away') {
      timers.set(`away:${pool.idOf(agent)}`, now + settings.awayMs)
    } else takeBack(agent, 'agent_gone')
  }

  function takeBack(agent: number, because: 'agent_gone' | 'agent_away'): void {
    for (const one of [...(ofAgent.get(agent) ?? [])]) {
      const isWaiting = !one.need.isAnswered || one.need.waitingSince > 0
      if (one.phase === 'held' && isWaiting) release(one, because)
    }
  }

  function connection(agentId: string, isBack: boolean): void {
    const agent = pool.index(agentId)
    if (isBack) {
      if (timers.has(`grace:${agentId}`)) setPresence(agent, pool.presence[agent]!)
      return
    }
    pool.ready[agent] = 0
    letAllGo(agent)
    timers.set(`grace:${agentId}`, now + settings.graceMs)
  }

  function replied(one: Case, agentId: string): void {
    const agent = pool.index(agentId)
    pool.lastActiveAt[agent] = now
    if (one.agent !== agent || one.phase !== 'held') return
    timers.clear(`reply:${one.need.conversationId}`)
    if (one.work !== undefined) {
      turn(one.work, false, now)
      if (one.work.repliedAt === 0) {
        one.work.repliedAt = now
        promises.replied(now - one.work.assignedAt)
      }
    }
    if (!one.need.isAnswered) {
      pool.unanswered[agent]! -= 1
      one.need.isAnswered = true
      settlePromise(one, false)
    }
    one.need.waitingSince = 0
    runClocks(one)
  }

  function contactWrote(one: Case): void {
    if (one.need.waitingSince === 0) one.need.waitingSince = now
    if (one.work !== undefined) turn(one.work, true, now)
    runClocks(one)
    if (one.phase === 'held' && pool.presence[one.agent] !== 'online') watchAbsent(one.agent)
  }

  // Time.

  function timePassed(): void {
    for (;;) {
      const name = timers.take(now)
      if (name === undefined) return
      const colon = name.indexOf(':')
      expire(name.slice(0, colon), name.slice(colon + 1))
    }
  }

  function expire(kind: string, id: string): void {
    if (kind === 'open') {
      waitsForOpening.delete(id)
      drain()
      return
    }
    if (kind === 'grace') {
      setPresence(pool.index(id), 'offline')
      return
    }
    if (kind === 'away') {
      takeBack(pool.index(id), 'agent_away')
      return
    }
    const one = cases.get(id)
    if (one === undefined) return
    switch (kind) {
      case 'offer':
        passOn(one, 'expired')
        return
      case 'hook':
        hookAnswered(one, undefined)
        return
      case 'answer':
        lookAgain(one)
        return
      case 'reply':
        if (one.phase === 'held') release(one, 'no_reply')
        return
      case 'again':
        one.excluded.clear()
        if (one.phase === 'waiting') place(one)
        return
      case 'overflow':
        overflow(one)
        return
    }
    const [sort, clock] = kind.split('-')
    if (sort === 'warn' || sort === 'breach') slaPassed(one, sort, clock!)
  }

  function overflow(one: Case): void {
    const rule = settings.overflow[one.need.teamId]
    if (one.phase !== 'waiting' || rule === undefined) return
    const fromTeamId = one.need.teamId
    waiting.remove(one)
    movedTeams.add(fromTeamId)
    one.need = { ...one.need, teamId: rule.toTeamId }
    one.hasOverflowed = true
    one.group = groups.of(one.need)
    waiting.add(one)
    movedTeams.add(rule.toTeamId)
    commands.push({
      type: 'overflowed',
      conversationId: one.need.conversationId,
      fromTeamId,
      toTeamId: rule.toTeamId,
    })
    place(one)
  }

  function apply(event: RoutingEvent): void {
    switch (event.type) {
      case 'clock':
        return
      case 'conversation_stands':
        stands({ ...event.need }, event.stands, event.version)
        return
      case 'agent_stands': {
        const agent = pool.setFacts(event.agent)
        groups.agentChanged(agent)
        if (!timers.has(`grace:${event.agent.agentId}`)) setPresence(agent, pool.presence[agent]!)
        return
      }
      case 'agent_removed': {
        const agent = pool.setFacts({
          agentId: event.agentId,
          teamIds: [],
          skills: {},
          languages: [],
          capacity: 0,
        })
        groups.agentChanged(agent)
        setPresence(agent, 'offline')
        return
      }
      case 'presence_changed':
        setPresence(pool.index(event.agentId), event.presence)
        return
      case 'connection_lost':
        connection(event.agentId, false)
        return
      case 'connection_back':
        connection(event.agentId, true)
        return
      case 'conversation_left':
        about(event, (one) => leave(one, false))
        return
      case 'contact_wrote':
        about(event, contactWrote)
        return
      case 'agent_replied':
        about(event, (one) => replied(one, event.agentId))
        return
      case 'offer_accepted':
      case 'offer_declined':
        about(event, (one) => offerAnswered(one, event))
        return
      case 'step_stored':
        about(event, (one) => stepStored(one, event.basedOn, event.version))
        return
      case 'step_refused':
        about(event, (one) => stepRefused(one, event.basedOn))
        return
      case 'hook_answered':
        about(event, (one) => hookAnswered(one, event.agentId))
        return
    }
  }

  function about({ conversationId }: { conversationId: string }, act: (one: Case) => void): void {
    const one = cases.get(conversationId)
    if (one !== undefined) act(one)
  }

  /** An answer to an offer that has gone on to somebody else comes too late, and says nothing. */
  function offerAnswered(
    one: Case,
    { type, agentId }: { type: 'offer_accepted' | 'offer_declined'; agentId: string },
  ): void {
    if (one.phase !== 'offered' || pool.idOf(one.agent) !== agentId) return
    if (type === 'offer_declined') {
      passOn(one, 'declined')
      return
    }
    pool.missedOffers[one.agent] = 0
    assign(one, one.agent)
  }

  return {
    /** Takes one event at its time (never before the last one's) and tells what is to be done. */
    handle(event: RoutingEvent, at: number): RoutingCommand[] {
      now = Math.max(now, at)
      commands = []
      timePassed()
      apply(event)
      for (const agent of toServe) {
        toServe.delete(agent)
        serve(agent)
      }
      for (const teamId of movedTeams) commands.push({ type: 'queue_moved', teamId })
      movedTeams.clear()
      return commands
    },

    /** When the next `clock` is needed; Infinity when none is. */
    wakeAt: () => timers.next(),

    ladder,

    /** Where a conversation stands in the queue; undefined when it is in none. */
    placeOf(conversationId: string): QueuePlace | undefined {
      const one = cases.get(conversationId)
      if (one?.phase !== 'waiting') return undefined
      const ahead = waiting.ahead(one)
      const { p50Ms, p90Ms } = promises.give(one.need.teamId, ahead, 0, now)
      const calendar = calendarOf(one.need.teamId)
      const opensAt = calendar.isOpen(now) ? 0 : calendar.nextChange(now)
      const shouldLeaveMessage = opensAt > 0 || p50Ms > settings.leaveMessageMs
      return { position: ahead + 1, p50Ms, p90Ms, shouldLeaveMessage, opensAt }
    },

    /** The promise that was given when it came; undefined once it has been answered. */
    promiseOf: (conversationId: string) => cases.get(conversationId)?.promise,

    /** Who waits although somebody may take it now: always none, or only who has room kept for. */
    couldBeServed(): string[] {
      return waiting
        .all()
        .filter((one) => isOpen(one.need.teamId) && one.reservedBy < 0)
        .filter((one) => chooser.all(one).some((agent) => !isKept(agent)))
        .map(({ need }) => need.conversationId)
    },

    /** Everything, for a supervisor's board. */
    board() {
      return {
        waiting: waiting.all().map(({ need }) => need.conversationId),
        conversations: [...cases.values()].map(({ need, phase, agent }) => ({
          conversationId: need.conversationId,
          phase,
          agentId: agent < 0 ? '' : pool.idOf(agent),
        })),
        agents: pool.facts.map(({ agentId, capacity }, agent) => ({
          agentId,
          capacity,
          used: pool.used[agent]!,
          active: pool.active[agent]!,
          occupancy: pool.occupancy[agent]!,
          presence: pool.presence[agent]!,
        })),
      }
    },
  }
}

export type Router = ReturnType<typeof createRouter>

/** Phases in which an agent's room is taken. */
function holdsUnits(phase: Phase): boolean {
  return phase !== 'waiting' && phase !== 'asking' && phase !== 'snoozed'
}

function isOnItsWay(phase: Phase): boolean {
  return phase === 'assigning' || phase === 'releasing'
}
