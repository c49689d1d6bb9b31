import { createOracle } from './oracle.ts'
import type { SimulatedWorld, Spans } from './simulated-world.ts'
import { type Staffing, stayers } from './staffing.ts'
import {
  type Day,
  expectedReactionMs,
  expectedWorkMs,
  REACTION_NOISE,
  type SimulatedAgent,
  speedOf,
  type Team,
  WORK_NOISE,
} from './world.ts'

/** Who still waits at the end is served. */
const AFTER_MS = 3_600_000

/** The team's days as the simulation lives through them. */
export function worldOf(team: Team, days: readonly Day[]): SimulatedWorld {
  const { agents, scenario } = team
  const openMs = days.reduce((sum, { start, end }) => sum + end - start, 0)
  const shift = [{ from: days[0]?.start ?? 0, to: (days.at(-1)?.end ?? 0) + AFTER_MS }]
  const absences = agents.map((_, agent) => days.flatMap((day) => day.absences[agent] as Spans))
  const of = (agent: number) => agents[agent] as SimulatedAgent
  const absencesOf = (agent: number) => absences[agent] as Spans
  return {
    start: days[0]?.start ?? 0,
    arrivals: days.flatMap(({ arrivals }) => arrivals),
    agents: agents.map(({ agentId, topics }) => ({
      agentId,
      teamIds: [],
      skills: Object.fromEntries(topics.flatMap((may, topic) => (may ? [[topic, 1]] : []))),
      languages: [],
      capacity: scenario.slots,
    })),
    shiftsOf: () => shift,
    openMsOf: () => openMs,
    absencesOf,
    reactionMs: (agent, { reactionNoise }, active) =>
      expectedReactionMs(of(agent), active) * Math.exp(reactionNoise - REACTION_NOISE ** 2 / 2),
    workMs: (agent, { topic, workNoise }, at) =>
      expectedWorkMs(of(agent), topic, at) * Math.exp(workNoise - WORK_NOISE ** 2 / 2),
    speedOf: (agent, active) => speedOf(active, of(agent)),
    needOf: ({ topic }) => ({
      topic: String(topic),
      skills: { [topic]: 1 },
      weight: 1,
      priority: 0,
    }),
    oracle: createOracle(team, absencesOf),
  }
}

/** The team with other people in it, for other arrivals. */
export function restaffed(team: Team, { moreAgents, moreCapacity }: Staffing): Team {
  const { agents, mix, scenario } = team
  const mean = (of: (agent: SimulatedAgent) => number) =>
    agents.reduce((sum, agent) => sum + of(agent), 0) / agents.length
  const average: Omit<SimulatedAgent, 'agentId'> = {
    topics: mix.map(() => true),
    work: mix.map((_, topic) => mean(({ work }) => work[topic] as number)),
    reaction: 0,
    parallel: 0,
    fatigue: 0,
  }
  const newcomers = Array.from({ length: Math.max(0, moreAgents) }, (_, index) => ({
    ...average,
    agentId: `newcomer-${index + 1}`,
  }))
  const stay = stayers(agents.length, -moreAgents).map((index) => agents[index] as SimulatedAgent)
  return {
    ...team,
    scenario: { ...scenario, slots: Math.max(1, scenario.slots + moreCapacity) },
    agents: [...stay, ...newcomers],
  }
}
