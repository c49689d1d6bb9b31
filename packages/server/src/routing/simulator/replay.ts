import { createTableReader } from '../prediction/index.ts'
import type { AgentFacts } from '../types.ts'
import type { History, RememberedWait } from './history.ts'
import type { Measured } from './measured.ts'
import { createRandom, type Random } from './random.ts'
import { shiftsFrom } from './shifts.ts'
import type { Arrival, SimulatedWorld, Spans } from './simulated-world.ts'
import { multiply, type Staffing, stayers } from './staffing.ts'

/** The share of the handling time that is work, however long the reply took. */
const WORK_SHARE_MIN = 0.1
/** Beside others nothing gets slower than this. */
const SPEED_MIN = 0.2
const FOREVER_MS = 30 * 86_400_000

/**
 * A deployment's own days once more: the same contacts come at the same times, with the same work
 * and patience as far as it was seen (what was not is drawn, from those that were); its agents
 * react and work as measured. An agent may have what it, or a colleague, was seen with.
 */
export function replayWorld(
  history: History,
  measured: Measured,
  staffing: Staffing,
): SimulatedWorld {
  const { from, to, waits } = history
  const kinds = kindsOf(history)
  const shifts = shiftsFrom(history.outcomes, from, to)
  const agents = agentsOf(history, shifts, kinds, staffing)
  const reader = createTableReader(measured.truth)
  const rows = agents.map(({ agentId }) => reader.rowOf(agentId))
  const topics = kinds.list.map(({ topic }) => reader.topicOf(topic))
  const speeds = speedsOf(reader.load.bind(undefined, 'handle'))
  const arrivals = multiply(arrivalsOf(waits, kinds.of, measured), staffing.arrivals)
  const carried = waits.map(({ weight, priority }) => ({ weight, priority }))
  const expected = (kind: 'firstReply' | 'handle', agent: number, topic: number, active: number) =>
    Math.exp(reader.log(kind, rows[agent] as number, topics[topic] as number, active))
  const shiftsOf = (agent: number): Spans => shifts.get(agents[agent]?.shiftsOf ?? '') ?? []
  return {
    start: from,
    arrivals,
    agents: agents.map(({ shiftsOf: _, ...facts }) => facts),
    shiftsOf,
    openMsOf: (agent) => shiftsOf(agent).reduce((sum, span) => sum + span.to - span.from, 0),
    absencesOf: () => [],
    reactionMs: (agent, { topic, reactionNoise }, active) =>
      expected('firstReply', agent, topic, active + 1) * Math.exp(reactionNoise),
    workMs(agent, { topic, workNoise }) {
      const whole = expected('handle', agent, topic, 1)
      const reply = expected('firstReply', agent, topic, 1)
      return Math.max(WORK_SHARE_MIN * whole, whole - reply) * Math.exp(workNoise)
    },
    speedOf: (_, active) => speeds[Math.min(active, speeds.length - 1)] as number,
    needOf(arrival) {
      const { topic } = kinds.list[arrival.topic] as { topic: string }
      const { weight, priority } = carried[arrival.of ?? 0] ?? { weight: 1, priority: 0 }
      return { topic, skills: { [arrival.topic]: 1 }, weight, priority }
    },
    oracle: undefined,
  }
}

/** Topics within teams: what decides who may have a conversation. */
function kindsOf({ waits, outcomes }: History) {
  const list: { topic: string; teamId: string }[] = []
  const numbers = new Map<string, number>()
  const ofConversation = new Map<string, number>()
  for (const { conversationId, topic, teamId } of waits) {
    const key = JSON.stringify([topic, teamId])
    if (!numbers.has(key)) numbers.set(key, list.push({ topic, teamId }) - 1)
    ofConversation.set(conversationId, numbers.get(key) as number)
  }
  const servedBy = new Map<string, Set<number>>()
  for (const { agentId, conversationId } of outcomes) {
    const kind = ofConversation.get(conversationId)
    if (kind === undefined) continue
    const served = servedBy.get(agentId) ?? new Set()
    servedBy.set(agentId, served.add(kind))
  }
  return { list, of: ofConversation, servedBy }
}

type ReplayedAgent = AgentFacts & { shiftsOf: string }

function agentsOf(
  { outcomes, capacities }: History,
  shifts: ReadonlyMap<string, Spans>,
  kinds: ReturnType<typeof kindsOf>,
  { moreAgents, moreCapacity }: Staffing,
): ReplayedAgent[] {
  const seen = new Map<string, number>()
  for (const { agentId, active } of outcomes) {
    seen.set(agentId, Math.max(active, seen.get(agentId) ?? 1))
  }
  const names = [...shifts.keys()].toSorted()
  const agents = stayers(names.length, -moreAgents).map((index): ReplayedAgent => {
    const agentId = names[index] as string
    const capacity = capacities[agentId] || seen.get(agentId) || 1
    return {
      agentId,
      shiftsOf: agentId,
      teamIds: [],
      skills: Object.fromEntries([...(kinds.servedBy.get(agentId) ?? [])].map((kind) => [kind, 1])),
      languages: [],
      capacity: Math.max(1, capacity + moreCapacity),
    }
  })
  const everything = Object.fromEntries(kinds.list.map((_, kind) => [kind, 1]))
  const mean = agents.reduce((sum, { capacity }) => sum + capacity, 0) / Math.max(1, agents.length)
  for (let come = 0; come < moreAgents && names.length > 0; come += 1) {
    // Nobody knows the newcomer, so that the table takes it for average; so does the world.
    agents.push({
      agentId: `newcomer-${come + 1}`,
      shiftsOf: names[come % names.length] as string,
      teamIds: [],
      skills: everything,
      languages: [],
      capacity: Math.max(1, Math.round(mean)),
    })
  }
  return agents
}

function arrivalsOf(
  waits: readonly RememberedWait[],
  kindOf: ReadonlyMap<string, number>,
  { workNoise, reactionNoise, patienceMs }: Measured,
): Arrival[] {
  const seenWork = [...workNoise.values()]
  const seenReaction = [...reactionNoise.values()]
  return waits.map((wait, index): Arrival => {
    const random = createRandom(index + 1)
    const pick = (from: readonly number[]) => from[Math.floor(random.uniform() * from.length)] ?? 0
    return {
      at: wait.queuedAt,
      topic: kindOf.get(wait.conversationId) ?? 0,
      of: index,
      workNoise: workNoise.get(wait.conversationId) ?? pick(seenWork),
      reactionNoise: reactionNoise.get(wait.conversationId) ?? pick(seenReaction),
      patienceMs: patienceOf(wait, patienceMs, random),
    }
  })
}

/** Who gave up had just so much; who was served had so much, and more of the mean's kind. */
function patienceOf(
  { queuedAt, endedAt, isCensored }: RememberedWait,
  meanMs: number,
  random: Random,
): number {
  const waitedMs = Math.max(1, endedAt - queuedAt)
  if (isCensored) return waitedMs
  const more = Number.isFinite(meanMs) ? random.exponential(meanMs) : FOREVER_MS
  return Math.min(FOREVER_MS, Math.round(waitedMs + more))
}

/** By how many are handled at once, as far as handling times tell; never faster beside more. */
function speedsOf(load: (active: number) => number): number[] {
  const speeds = [1, 1]
  for (let active = 2; active < 8; active += 1) {
    const slower = Math.exp(load(1) - load(active))
    speeds.push(Math.max(SPEED_MIN, Math.min(speeds[active - 1] as number, slower)))
  }
  return speeds
}
