import type { StudyResult } from '@parley/protocol/rest/routing-studies'
import { fitTable, type Table } from '../prediction/index.ts'
import { restaffed, worldOf } from './assumed-world.ts'
import type { History } from './history.ts'
import { measure } from './measured.ts'
import { replayWorld } from './replay.ts'
import { simulate } from './run.ts'
import type { SimulatedWorld } from './simulated-world.ts'
import { asItWas, multiply, type Staffing } from './staffing.ts'
import { createTeam, drawDay, middle } from './world.ts'

/** A deployment that worlds are made of. */
export interface Ground {
  from: number
  to: number
  agentsMeasured: number
  topics: number
  known: Table
  spread: StudyResult['spread']
  world(staffing: Staffing): SimulatedWorld
  measured: { waits: readonly { waitMs: number; isAbandoned: boolean }[] } | undefined
}

/** Of the assumed deployment: its team, and the days from which its table learns. */
const EXAMPLE_SEED = 101
const EXAMPLE_HISTORY_DAYS = 5

/** Thrown when a history has too little to say anything by. */
export class TooLittleHistory extends Error {
  override readonly name = 'TooLittleHistory'
}

const WAITS_MIN = 50

/**
 * The deployment's own days.
 *
 * @throws {TooLittleHistory}
 */
export function groundOfHistory(history: History): Ground {
  if (history.waits.length < WAITS_MIN) throw new TooLittleHistory('too_little_history')
  const measured = measure(history)
  const { truth, known } = measured
  const world = (staffing: Staffing) => replayWorld(history, measured, staffing)
  return {
    from: history.from,
    to: history.to,
    agentsMeasured: world(asItWas).agents.length,
    topics: new Set(history.waits.map(({ topic }) => topic)).size,
    known,
    spread: spreadOf(truth),
    world,
    measured: {
      waits: history.waits.map(({ queuedAt, endedAt, isCensored }) => ({
        waitMs: endedAt - queuedAt,
        isAbandoned: isCensored,
      })),
    },
  }
}

/** The assumed deployment. */
export function groundOfExample(days: number): Ground {
  const team = createTeam(middle, EXAMPLE_SEED)
  const draw = (from: number, count: number) =>
    Array.from({ length: count }, (_, day) => drawDay(team, EXAMPLE_SEED, from + day))
  const past = worldOf(team, draw(0, EXAMPLE_HISTORY_DAYS))
  const ahead = draw(EXAMPLE_HISTORY_DAYS, days)
  const { outcomes } = simulate(past, { settings: { policy: 'least-busy' } })
  const known = fitTable(outcomes, ahead[0]?.start ?? 0)
  return {
    from: ahead[0]?.start ?? 0,
    to: ahead.at(-1)?.end ?? 0,
    agentsMeasured: team.agents.length,
    topics: middle.topics,
    known,
    spread: spreadOf(known),
    world(staffing) {
      const other = restaffed(team, staffing)
      const absent = ahead.map((day) => ({
        ...day,
        absences: other.agents.map(
          ({ agentId }) =>
            day.absences[team.agents.findIndex((agent) => agent.agentId === agentId)] ?? [],
        ),
        arrivals: multiply(day.arrivals, staffing.arrivals),
      }))
      return worldOf(other, absent)
    },
    measured: undefined,
  }
}

function spreadOf({ handle, rows }: Table): StudyResult['spread'] {
  return { agents: handle.agentSpread, byTopic: handle.agentTopicSpread, rows }
}
