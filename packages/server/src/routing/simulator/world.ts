import { createRandom } from './random.ts'
import type { Arrival, Spans } from './simulated-world.ts'

/** A deployment as it is assumed. Spreads are standard deviations on the log scale. */
export interface Scenario {
  agents: number
  topics: number
  slots: number
  /** Arrivals against what this team carries when all are busy and work is dealt blindly. */
  load: number
  /** Between agents, and between an agent's topics: what routing can use. */
  agentSpread: number
  agentTopicSpread: number
  /** How differently agents bear parallel conversations, and the hours of a day. */
  parallelSpread: number
  fatigueSpread: number
  /** Online but not there: for so long, every so often, in ms. 0: never. */
  ghostMs: number
  ghostEveryMs: number
  patienceMs: number
}

/**
 * The middle scenario: agents differ, by topic too, and now and then nobody sits there. Its load
 * makes least-busy wait a minute on the seeds that are there to try things out.
 */
export const middle: Scenario = {
  agents: 60,
  topics: 12,
  slots: 3,
  load: 0.91,
  agentSpread: 0.2,
  agentTopicSpread: 0.15,
  parallelSpread: 0.4,
  fatigueSpread: 0.15,
  ghostMs: 240_000,
  ghostEveryMs: 5_400_000,
  patienceMs: 600_000,
}

/** The control: nobody differs from anybody, so that nothing can be gained. */
export const alike: Scenario = {
  ...middle,
  agentSpread: 0,
  agentTopicSpread: 0,
  parallelSpread: 0,
  fatigueSpread: 0,
}

export interface SimulatedAgent {
  agentId: string
  topics: boolean[]
  /** Added to the log of the work, by topic. */
  work: number[]
  reaction: number
  parallel: number
  fatigue: number
}

const HOUR_MS = 3_600_000
const DAY_HOURS = 12
const WORK_MS = 360_000
export const WORK_NOISE = 0.75
const REACTION_MS = 18_000
export const REACTION_NOISE = 0.6
const REACTION_PER_ACTIVE = 0.45
const TOPIC_SPREAD = 0.35
const REACTION_SPREAD = 0.35
const ELIGIBLE = 0.6
const PROFILE = [0.45, 0.7, 1.05, 1.3, 1.35, 1.1, 0.95, 1.15, 1.25, 1.1, 0.85, 0.6]
const DAY_SPREAD = 0.1

/** How fast one conversation goes while the agent has `active`; less than 1 beside others. */
export function speedOf(active: number, { parallel }: { parallel: number }): number {
  const slowdown = [0, 0, 0.25, 0.54][Math.min(3, active)] as number
  return 1 / (1 + slowdown * Math.exp(parallel))
}

/** Agents and topics of one seed; its days are drawn apart. */
export function createTeam(scenario: Scenario, seed: number) {
  const random = createRandom(seed * 7_919 + 1)
  const mix = Array.from({ length: scenario.topics }, (_, topic) => (topic + 1) ** -0.7)
  const all = mix.reduce((sum, part) => sum + part)
  const topicWork = mix.map(() => TOPIC_SPREAD * random.normal())
  const agents = Array.from({ length: scenario.agents }, (_, index): SimulatedAgent => {
    const general = scenario.agentSpread * random.normal()
    return {
      agentId: `agent-${index}`,
      topics: mix.map(
        (_, topic) => random.uniform() < ELIGIBLE || index % scenario.topics === topic,
      ),
      work: topicWork.map((own) => own + general + scenario.agentTopicSpread * random.normal()),
      reaction: REACTION_SPREAD * (scenario.agentSpread > 0 ? random.normal() : 0),
      parallel: scenario.parallelSpread * random.normal(),
      fatigue: scenario.fatigueSpread * random.normal(),
    }
  })
  return { scenario, agents, mix: mix.map((part) => part / all) }
}

export type Team = ReturnType<typeof createTeam>

/** Conversations per ms that this very team finishes when all are busy and work is dealt blindly. */
function carriedPerMs({ scenario, agents, mix }: Team): number {
  const { slots, ghostMs, ghostEveryMs } = scenario
  const there = ghostMs > 0 ? ghostEveryMs / (ghostEveryMs + ghostMs) : 1
  const noon = (8 + DAY_HOURS / 2) * HOUR_MS
  let perMs = 0
  for (const agent of agents) {
    let share = 0
    let work = 0
    mix.forEach((part, topic) => {
      if (!agent.topics[topic]) return
      share += part
      work += part * expectedWorkMs(agent, topic, noon)
    })
    const turnMs = expectedReactionMs(agent, slots - 1) + work / share / speedOf(slots, agent)
    perMs += (slots * there) / turnMs
  }
  return perMs
}

/** One day's arrivals and absences, drawn before anything is routed. */
export function drawDay(team: Team, seed: number, day: number) {
  const { scenario, agents, mix } = team
  const random = createRandom(seed * 104_729 + day * 15_485_863 + 2)
  const start = day * 24 * HOUR_MS + 8 * HOUR_MS
  const end = start + DAY_HOURS * HOUR_MS
  const perMs = scenario.load * carriedPerMs(team)
  const dayFactor = Math.max(0.5, 1 + DAY_SPREAD * random.normal())
  const mean = PROFILE.reduce((sum, part) => sum + part) / PROFILE.length
  const top = (perMs * dayFactor * Math.max(...PROFILE)) / mean
  const arrivals: Arrival[] = []
  for (let at = start + random.exponential(1 / top); at < end; at += random.exponential(1 / top)) {
    const hour = Math.floor((at - start) / HOUR_MS)
    if (random.uniform() * Math.max(...PROFILE) > (PROFILE[hour] as number)) continue
    let left = random.uniform()
    let topic = 0
    while (topic < mix.length - 1 && left > (mix[topic] as number)) {
      left -= mix[topic] as number
      topic += 1
    }
    arrivals.push({
      at: Math.round(at),
      topic,
      workNoise: WORK_NOISE * random.normal(),
      reactionNoise: REACTION_NOISE * random.normal(),
      patienceMs: Math.max(1, Math.round(random.exponential(scenario.patienceMs))),
    })
  }
  const absences = agents.map((): Spans => {
    const found: { from: number; to: number }[] = []
    if (scenario.ghostMs === 0) return found
    for (let at = start + random.exponential(scenario.ghostEveryMs); at < end; ) {
      const to = at + random.exponential(scenario.ghostMs)
      found.push({ from: at, to })
      at = to + random.exponential(scenario.ghostEveryMs)
    }
    return found
  })
  return { start, end, arrivals, absences }
}

export type Day = ReturnType<typeof drawDay>

/** The mean work of a conversation for this agent, in ms at full speed. */
export function expectedWorkMs(agent: SimulatedAgent, topic: number, at: number): number {
  const hour = ((at / HOUR_MS) % 24) - 8 - DAY_HOURS / 2
  return WORK_MS * Math.exp((agent.work[topic] as number) + (agent.fatigue * hour) / DAY_HOURS)
}

/** Mean time until an agent who is there looks at a new conversation. */
export function expectedReactionMs(agent: SimulatedAgent, active: number): number {
  return REACTION_MS * Math.exp(agent.reaction) * (1 + REACTION_PER_ACTIVE * active)
}
