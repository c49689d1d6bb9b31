import { createTrees, type Table, type TreeModels } from '../prediction/index.ts'
import { createRouter } from '../router.ts'
import { defaultSettings, type RoutingSettings } from '../settings.ts'
import type { Decision, Need, Outcome, RoutingCommand } from '../types.ts'
import { createEventQueue, type SimulatedEvent } from './event-queue.ts'
import type { Arrival, SimulatedWorld, Spans } from './simulated-world.ts'

/** A policy with what it may know. */
export interface Rules {
  settings: Partial<RoutingSettings>
  table?: Table | undefined
  trees?: TreeModels | undefined
  isOracle?: boolean
}

/** What became of one conversation. */
export interface Waited {
  /** Which of the world's arrivals it is. */
  of: number
  at: number
  /** Until the first reply, or until the contact gave up. */
  waitMs: number
  isAbandoned: boolean
  p50Ms: number
  p90Ms: number
}

export interface RunResult {
  waits: Waited[]
  outcomes: Outcome[]
  /** Share of its time that each agent's places were in use, 0 to 1. */
  occupancy: number[]
  assignments: number[]
  passedOverMax: number
  rules: Record<string, number>
}

interface Chat {
  arrival: Arrival
  id: string
  version: number
  agent: number
  repliedAt: number
  isOver: boolean
  /** The agent's progress at which it will be done. */
  doneAt: number
  waited: Waited
}

interface Desk {
  chats: Chat[]
  progress: number
  at: number
  turn: number
  busyMs: number
}

/**
 * Runs days through the very router that serves a deployment: arrivals, reactions, shared attention
 * and patience are the world's, every decision is the router's. The same days give every policy
 * the same contacts (common random numbers).
 */
export function simulate(world: SimulatedWorld, rules: Rules): RunResult {
  const settings: RoutingSettings = {
    ...defaultSettings,
    noReplyMs: 0,
    awayMs: Number.MAX_SAFE_INTEGER,
    modelAgeMaxMs: Number.POSITIVE_INFINITY,
    ...rules.settings,
  }
  const router = createRouter(settings, { epoch: 1, elapsed: () => 0 })
  const queue = createEventQueue()
  const chats: Chat[] = []
  const desks = world.agents.map(
    (): Desk => ({ chats: [], progress: 0, at: 0, turn: 0, busyMs: 0 }),
  )
  const result: RunResult = {
    waits: [],
    outcomes: [],
    occupancy: [],
    assignments: world.agents.map(() => 0),
    passedOverMax: 0,
    rules: {},
  }
  const passes = new Map<string, number>()
  const byId = new Map<string, Chat>()
  const agentOf = new Map(world.agents.map(({ agentId }, index) => [agentId, index]))

  const { table, trees } = rules
  router.ladder.setTable(table)
  if (trees !== undefined) router.ladder.setExact((scores) => createTrees(trees, scores))
  if (rules.isOracle) router.ladder.setExact(() => world.oracle)
  world.agents.forEach((agent, index) => {
    send({ type: 'agent_stands', agent }, world.start)
    for (const { from, to } of world.shiftsOf(index)) {
      queue.add({ at: from, kind: 'comes', subject: index, turn: 0 })
      queue.add({ at: to, kind: 'goes', subject: index, turn: 0 })
    }
  })
  for (const arrival of world.arrivals) {
    queue.add({ at: arrival.at, kind: 'arrival', subject: chats.length, turn: 0 })
    const waited = {
      of: chats.length,
      at: arrival.at,
      waitMs: 0,
      isAbandoned: false,
      p50Ms: 0,
      p90Ms: 0,
    }
    const chat = { arrival, id: `chat-${chats.length}`, version: 1, agent: -1, repliedAt: 0 }
    chats.push({ ...chat, isOver: false, doneAt: Number.POSITIVE_INFINITY, waited })
  }
  for (let event = queue.take(); event !== undefined; event = queue.take()) happen(event)
  result.occupancy = desks.map(({ busyMs }, agent) => {
    return busyMs / Math.max(1, world.openMsOf(agent) * world.agents[agent]!.capacity)
  })
  return result

  function send(event: Parameters<typeof router.handle>[0], at: number): void {
    for (const command of router.handle(event, at)) obey(command, at)
  }

  function obey(command: RoutingCommand, at: number): void {
    if (command.type === 'outcome') result.outcomes.push(command.outcome)
    if (command.type !== 'assign') return
    const chat = byId.get(command.conversationId)!
    count(command.decision)
    chat.version += 1
    send(
      {
        type: 'step_stored',
        conversationId: chat.id,
        basedOn: command.version,
        version: chat.version,
      },
      at,
    )
    sitDown(chat, agentOf.get(command.agentId)!, at)
  }

  function count({ rule, passedOver }: Decision): void {
    result.rules[rule] = (result.rules[rule] ?? 0) + 1
    for (const id of passedOver) {
      const times = (passes.get(id) ?? 0) + 1
      passes.set(id, times)
      result.passedOverMax = Math.max(result.passedOverMax, times)
    }
  }

  function happen({ at, kind, subject, turn }: SimulatedEvent): void {
    if (kind === 'done') {
      if (desks[subject]!.turn === turn) finish(subject, at)
      return
    }
    if (kind === 'comes' || kind === 'goes') {
      const { agentId } = world.agents[subject]!
      const presence = kind === 'comes' ? 'online' : 'away'
      send({ type: 'presence_changed', agentId, presence }, at)
      return
    }
    const chat = chats[subject]!
    if (kind === 'arrival') arrive(chat, subject, at)
    else if (chat.isOver || chat.repliedAt > 0) return
    else if (kind === 'patience') giveUp(chat, at)
    else reply(chat, at)
  }

  function arrive(chat: Chat, index: number, at: number): void {
    byId.set(chat.id, chat)
    queue.add({ at: at + chat.arrival.patienceMs, kind: 'patience', subject: index, turn: 0 })
    const need = needFor(chat.id, world.needOf(chat.arrival), at)
    // What is promised is read between the decision and all that follows from it.
    const commands = router.handle(
      { type: 'conversation_stands', need, stands: { status: 'queued' }, version: 1 },
      at,
    )
    const promise = router.promiseOf(chat.id)
    chat.waited.p50Ms = promise?.p50Ms ?? 0
    chat.waited.p90Ms = promise?.p90Ms ?? 0
    for (const command of commands) obey(command, at)
  }

  function sitDown(chat: Chat, agent: number, at: number): void {
    const desk = desks[agent]!
    advance(agent, at)
    result.assignments[agent]! += 1
    chat.agent = agent
    const reaction = world.reactionMs(agent, chat.arrival, desk.chats.length)
    desk.chats.push(chat)
    const subject = Number(chat.id.slice(5))
    queue.add({ at: presentAfter(agent, at, reaction), kind: 'reply', subject, turn: 0 })
    plan(agent, at)
  }

  function reply(chat: Chat, at: number): void {
    advance(chat.agent, at)
    chat.repliedAt = at
    end(chat, at, false)
    const { agentId } = world.agents[chat.agent]!
    send({ type: 'agent_replied', conversationId: chat.id, agentId }, at)
    send({ type: 'contact_wrote', conversationId: chat.id }, at)
    const work = world.workMs(chat.agent, chat.arrival, at)
    chat.doneAt = desks[chat.agent]!.progress + work
    plan(chat.agent, at)
  }

  function giveUp(chat: Chat, at: number): void {
    chat.isOver = true
    end(chat, at, true)
    standUp(chat, at)
    send({ type: 'conversation_left', conversationId: chat.id }, at)
  }

  function finish(agent: number, at: number): void {
    advance(agent, at)
    const desk = desks[agent]!
    const [chat] = desk.chats.toSorted((a, b) => a.doneAt - b.doneAt)
    // Its last words; while it works its messages are not simulated.
    const { agentId } = world.agents[agent]!
    send({ type: 'agent_replied', conversationId: chat!.id, agentId }, at)
    chat!.isOver = true
    standUp(chat!, at)
    send(
      {
        type: 'conversation_stands',
        need: { ...needFor(chat!.id, world.needOf(chat!.arrival), at), isAnswered: true },
        stands: { status: 'resolved' },
        version: chat!.version + 1,
      },
      at,
    )
  }

  function end({ arrival, waited }: Chat, at: number, isAbandoned: boolean): void {
    waited.waitMs = at - arrival.at
    waited.isAbandoned = isAbandoned
    result.waits.push(waited)
  }

  function standUp(chat: Chat, at: number): void {
    byId.delete(chat.id)
    if (chat.agent < 0) return
    advance(chat.agent, at)
    const desk = desks[chat.agent]!
    desk.chats.splice(desk.chats.indexOf(chat), 1)
    plan(chat.agent, at)
  }

  /** All conversations at a desk go on at one pace, but not while nobody sits there. */
  function advance(agent: number, at: number): void {
    const desk = desks[agent]!
    const passed = at - desk.at
    desk.busyMs += passed * desk.chats.length
    const there = passed - absentBetween(world.absencesOf(agent), desk.at, at)
    desk.progress += there * world.speedOf(agent, desk.chats.length)
    desk.at = at
  }

  function plan(agent: number, at: number): void {
    const desk = desks[agent]!
    desk.turn += 1
    const next = Math.min(...desk.chats.map(({ doneAt }) => doneAt))
    if (next === Number.POSITIVE_INFINITY) return
    const left = (next - desk.progress) / world.speedOf(agent, desk.chats.length)
    queue.add({
      at: presentAfter(agent, at, Math.max(0, left)),
      kind: 'done',
      subject: agent,
      turn: desk.turn,
    })
  }

  /** The moment at which the agent has been there for `ms`. */
  function presentAfter(agent: number, from: number, ms: number): number {
    let at = from + ms
    for (const absence of world.absencesOf(agent)) {
      if (absence.to <= from) continue
      if (absence.from >= at) break
      at += absence.to - Math.max(absence.from, from)
    }
    return at
  }
}

function absentBetween(absences: Spans, from: number, to: number): number {
  let sum = 0
  for (const absence of absences) {
    if (absence.from >= to) break
    sum += Math.max(0, Math.min(absence.to, to) - Math.max(absence.from, from))
  }
  return sum
}

function needFor(id: string, need: ReturnType<SimulatedWorld['needOf']>, at: number): Need {
  return {
    ...need,
    conversationId: id,
    contactId: id,
    channelId: 'web',
    teamId: '',
    languages: [],
    queuedAt: at,
    previousAgentIds: [],
    blockedAgentIds: [],
    waitingSince: at,
    createdAt: at,
    isAnswered: false,
  }
}
