import assert from 'node:assert/strict'
import { createRouter, type Router } from './router.ts'
import { defaultSettings, type RoutingSettings } from './settings.ts'
import type { AgentFacts, AgentPresence, Course, Need, RoutingCommand, Standing } from './types.ts'
import { factsOf, needOf } from './world-parts.fixture.ts'

/** One thing that happens; ids and picks are small numbers, so that they meet. */
export interface Step {
  type: string
  id?: number
  agent?: number
  pick?: number
  ms?: number
}

interface Stored {
  need: Need
  stands: Standing
  version: number
}

const AGENTS = 5

/**
 * A house around a router, for tests: a storage with compare-and-set whose answers come late, and
 * agents who accept offers or do not. `check` holds after every step.
 */
export function createWorld(changed: Partial<RoutingSettings>) {
  const settings = { ...defaultSettings, noReplyMs: 60_000, ...changed }
  const stored = new Map<string, Stored>()
  const facts = new Map<string, AgentFacts>()
  const presence = new Map<string, AgentPresence>()
  const courses = new Map<string, Course | undefined>()
  const pending: Extract<RoutingCommand, { type: 'assign' | 'release' }>[] = []
  let offers: Extract<RoutingCommand, { type: 'offer' }>[] = []
  let hooks: Extract<RoutingCommand, { type: 'ask_hook' }>[] = []
  let now = 1_000_000
  let epoch = 1
  let router = open()

  function open(): Router {
    return createRouter(settings, { epoch, elapsed: () => 0 })
  }

  function send(event: Parameters<Router['handle']>[0]): void {
    const commands = router.handle(event, now)
    for (const command of commands) {
      // Whoever is over its capacity by hand, or was given less, is given nothing, unless just this
      // event brought it there, after deadlines that passed before it.
      const isGiven = command.type === 'offer' || (command.type === 'assign' && !command.wasOffered)
      if (isGiven && command.agentId !== concerned(event)) {
        const { used, capacity } = board(command.agentId)
        assert.ok(used <= capacity, 'given beyond the capacity')
      }
      if (command.type === 'course') courses.set(command.conversationId, command.course)
      if (command.type === 'assign' || command.type === 'release') pending.push(command)
      if (command.type === 'offer') offers.push(command)
      if (command.type === 'ask_hook') hooks.push(command)
    }
    for (const command of commands) {
      if (command.type === 'look_again') tell(command.conversationId)
    }
  }

  function board(agentId: string) {
    return router.board().agents.find((agent) => agent.agentId === agentId)!
  }

  /** Agents who carry more than their capacity because a person wanted it so. */
  const byHand = new Set<string>()

  function concerned(event: Parameters<Router['handle']>[0]): string {
    if (event.type === 'agent_stands') return event.agent.agentId
    if (event.type !== 'conversation_stands') return ''
    return event.stands.status === 'open' ? event.stands.agentId : ''
  }

  function tell(conversationId: string): void {
    const one = stored.get(conversationId)
    if (one === undefined) return
    const course = courses.get(conversationId)
    send({ type: 'conversation_stands', ...one, course: course && structuredClone(course) })
  }

  function store(conversationId: string, stands: Standing): void {
    const one = stored.get(conversationId)!
    stored.set(conversationId, { ...one, stands, version: one.version + 1 })
    tell(conversationId)
  }

  function answer(isLost: boolean): void {
    const command = pending.shift()
    if (command === undefined) return
    const { conversationId, agentId, version } = command
    const one = stored.get(conversationId)
    const isCurrent = one?.version === version && command.epoch === epoch && !isLost
    if (!isCurrent) {
      if (command.epoch === epoch) send({ type: 'step_refused', conversationId, basedOn: version })
      return
    }
    if (command.type === 'assign') {
      assert.equal(one.stands.status, 'queued', 'assigned what was not in the queue')
    }
    const stands: Standing =
      command.type === 'assign' ? { status: 'open', agentId } : { status: 'queued' }
    stored.set(conversationId, { ...one, stands, version: version + 1 })
    send({ type: 'step_stored', conversationId, basedOn: version, version: version + 1 })
    tell(conversationId)
  }

  function setAgent(one: AgentFacts): void {
    facts.set(one.agentId, one)
    send({ type: 'agent_stands', agent: one })
    // Who now has less room than work in hand is over by hand, not by the router.
    if (board(one.agentId).used > one.capacity) byHand.add(one.agentId)
  }

  function take(step: Step): void {
    const id = `c${step.id}`
    const agentId = `a${step.agent}`
    const one = stored.get(id)
    const status = one?.stands.status
    switch (step.type) {
      case 'needs':
        if (status !== undefined && status !== 'resolved') break
        stored.set(id, {
          need: needOf(step.id!, step.pick!, now),
          stands: { status: 'queued' },
          version: (one?.version ?? 0) + 1,
        })
        tell(id)
        break
      case 'reply':
        if (one?.stands.status !== 'open') break
        one.need = { ...one.need, isAnswered: true, waitingSince: 0 }
        send({ type: 'agent_replied', conversationId: id, agentId: one.stands.agentId })
        break
      case 'write':
        if (one === undefined || status === 'resolved') break
        one.need = { ...one.need, waitingSince: now }
        send({ type: 'contact_wrote', conversationId: id })
        break
      case 'resolve':
        if (one !== undefined && status !== 'resolved') store(id, { status: 'resolved' })
        break
      case 'snooze':
        if (one?.stands.status === 'open') {
          store(id, { status: 'snoozed', agentId: one.stands.agentId })
        }
        break
      case 'take':
        if (one === undefined || status === 'resolved') break
        byHand.add(agentId)
        store(id, { status: 'open', agentId })
        break
      case 'presence': {
        const chosen = (['online', 'away', 'offline'] as const)[step.pick!]!
        presence.set(agentId, chosen)
        send({ type: 'presence_changed', agentId, presence: chosen })
        break
      }
      case 'lost':
        send({ type: 'connection_lost', agentId })
        break
      case 'back':
        send({ type: 'connection_back', agentId })
        break
      case 'facts':
        setAgent(factsOf(step.agent!, step.pick!))
        break
      case 'storage':
        answer(step.pick === 0)
        break
      case 'offer': {
        const offer = offers.shift()
        if (offer !== undefined && step.pick! < 2) {
          const type = step.pick === 0 ? 'offer_accepted' : 'offer_declined'
          send({ type, conversationId: offer.conversationId, agentId: offer.agentId })
        }
        const hook = hooks.shift()
        if (hook !== undefined) {
          const { conversationId } = hook.need
          send({ type: 'hook_answered', conversationId, agentId: hook.agentIds[step.pick!] })
        }
        break
      }
      case 'time':
        now += step.ms!
        send({ type: 'clock' })
        break
      case 'settings':
        send({
          type: 'settings_changed',
          settings: {
            ...settings,
            mode: step.pick! & 1 ? 'offer' : 'push',
            passedOverMax: step.pick!,
            overflow: step.pick! & 2 ? { sales: { afterMs: 30_000, toTeamId: '' } } : {},
          },
        })
        break
      case 'restart':
        restart()
        break
    }
  }

  /** A new process with a new epoch reads everything from storage. */
  function restart(): void {
    epoch += 1
    offers = []
    hooks = []
    router = open()
    for (const agent of facts.values()) send({ type: 'agent_stands', agent })
    for (const [id, { stands }] of stored) if (stands.status !== 'resolved') tell(id)
    for (const [agentId, chosen] of presence) {
      send({ type: 'presence_changed', agentId, presence: chosen })
    }
  }

  for (let agent = 0; agent < AGENTS; agent += 1) {
    setAgent(factsOf(agent, 7 + agent * 5))
    presence.set(`a${agent}`, 'online')
    send({ type: 'presence_changed', agentId: `a${agent}`, presence: 'online' })
  }
  byHand.clear()

  return {
    take,
    /** What holds at any time. */
    check(): void {
      const { agents, conversations } = router.board()
      const known = new Map(conversations.map((one) => [one.conversationId, one]))
      for (const [id, { stands }] of stored) {
        const isOpen = stands.status !== 'resolved' && stands.status !== 'bot'
        assert.equal(known.has(id), isOpen, `${id} is ${isOpen ? 'forgotten' : 'kept'}`)
      }
      for (const { agentId, used, capacity } of agents) {
        const weights = conversations
          .filter((one) => one.agentId === agentId && one.phase !== 'snoozed')
          .reduce((sum, one) => sum + stored.get(one.conversationId)!.need.weight, 0)
        assert.equal(used, weights, `${agentId} carries other units than its conversations weigh`)
        assert.ok(used <= capacity || byHand.has(agentId), `${agentId} carries too much`)
        // The excuse ends as soon as there is room again.
        if (used <= capacity) byHand.delete(agentId)
      }
      if (settings.policy !== 'hook') assert.deepEqual(idleWork(), [], 'somebody waits beside room')
    },
    /** Everybody comes back and does what is asked; deadlines pass. */
    settle(): void {
      for (let agent = 0; agent < AGENTS; agent += 1) {
        setAgent({
          agentId: `a${agent}`,
          teamIds: ['sales'],
          skills: { refunds: 5 },
          languages: ['zh'],
          capacity: 20,
        })
        send({ type: 'connection_back', agentId: `a${agent}` })
        send({ type: 'presence_changed', agentId: `a${agent}`, presence: 'online' })
      }
      for (let round = 0; round < 60; round += 1) {
        now += 5_000
        send({ type: 'clock' })
        while (offers.length + hooks.length > 0) take({ type: 'offer', pick: 0 })
        while (pending.length > 0) answer(false)
        for (const [id, { stands }] of stored) {
          if (stands.status === 'open') take({ type: 'reply', id: Number(id.slice(1)) })
        }
      }
    },
    /** Who still waits although everybody is there. */
    forgotten(): string[] {
      return [...stored].filter(([, { stands }]) => stands.status === 'queued').map(([id]) => id)
    },
  }

  /** Conversations that wait although an agent may take them, and nothing holds them back. */
  function idleWork(): string[] {
    return router.couldBeServed()
  }
}
