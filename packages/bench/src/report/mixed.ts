import type { Histogram } from 'hdr-histogram-js'
import type { AskedFigures } from '../load/askers.ts'
import type { Offered } from '../load/crews.ts'
import type { Stage } from '../load/stage.ts'
import type { Load, Result } from '../scenarios/scenario.ts'
import { createHistogram, toLatency } from './latency.ts'
import { describeCost, describeMachine, round } from './report.ts'
import { toLine, toTable } from './table.ts'

const kinds = ['cached', 'knowledge', 'engine'] as const

/** The mix at one rate, in questions a second. */
export interface OfferedMix {
  rate: number
  figures: AskedFigures
}

/** What was measured, phase by phase. */
export interface MixedPhases {
  /** Messages between people. */
  plain: Offered
  /** Questions that were asked before, alone. */
  cached: AskedFigures
  /** Questions to the engine, so few that nothing waits. */
  alone: AskedFigures
  /** The engine's first words without Parley. */
  direct: Histogram
  mix: OfferedMix
  /** Where the mix was more than is carried: the highest rate that is. */
  most: OfferedMix | undefined
}

/** The report of questions to the assistant; a question and its answer are two messages. */
export function reportMixed(
  { plain, cached, alone, direct, mix, most }: MixedPhases,
  { stage, load }: { stage: Stage; load: Load },
): Result {
  const all = [
    plain.tally,
    cached,
    alone,
    mix.figures,
    ...(most === undefined ? [] : [most.figures]),
  ]
  const sum = (of: 'lost' | 'doubled' | 'outOfOrder') =>
    all.reduce((total, phase) => total + phase[of], 0)
  const plainUs = cpuUs(plain.measured.server.cpuS, plain.carried)
  const cachedUs = cpuUs(cached.measured.server.cpuS, cached.carried)
  const own = toLatency(direct)
  const { firstWords } = alone.byKind.engine
  const added = round(toLatency(firstWords).p50 - own.p50, 2)
  const report = {
    scenario: 'mixed',
    offered_per_s: load.rate,
    carried_per_s: perSecond(mix.figures),
    latency_ms: latencyOf(mix.figures),
    lost: sum('lost'),
    doubled: sum('doubled'),
    out_of_order: sum('outOfOrder'),
    ...describeCost(mix.figures.measured),
    machine: describeMachine(stage.diskSync),
    settings: stage.settings,
    visitors: load.visitors,
    agents: load.agents,
    refused: mix.figures.refused,
    answers_ms: byKind(mix.figures),
    most: most && {
      offered_per_s: most.rate,
      carried_per_s: perSecond(most.figures),
      latency_ms: latencyOf(most.figures),
      answers_ms: byKind(most.figures),
      ...describeCost(most.figures.measured),
    },
    first_words_ms: {
      engine_alone: own,
      through_parley: toLatency(firstWords),
      added_p50: added,
    },
    cpu_us: {
      plain_message: plainUs,
      cached_question_and_answer: cachedUs,
      cached_answer_per_plain_message: round((cachedUs - plainUs) / plainUs, 2),
    },
  }
  const rows: [string, string][] = [
    ...kindRows(mix.figures),
    ...(most === undefined ? [] : mostRows(most)),
    ["engine's first words", `${toLine(own)} without Parley`],
    ['  through Parley', `${toLine(toLatency(firstWords))}: ${added} more in the median`],
    ['a plain message', `server CPU ${plainUs} µs`],
    [
      'a cached answer',
      `server CPU ${cachedUs} µs with its question, ${report.cpu_us.cached_answer_per_plain_message} × a plain message without`,
    ],
  ]
  return { report, rows, table: toTable(report, rows, 'question') }
}

function mostRows({ rate, figures }: OfferedMix): [string, string][] {
  const { measured, carried } = figures
  const us = Math.round(cpuUs(measured.server.cpuS, carried))
  return [
    ['the most carried', `${perSecond(figures)} of ${rate} questions/s, server CPU ${us} µs each`],
    ['  asked to answered', toLine(latencyOf(figures))],
    ...kindRows(figures),
  ]
}

function kindRows({ byKind }: AskedFigures): [string, string][] {
  return kinds.map((kind) => {
    const { answered, answers } = byKind[kind]
    return [`  ${kind}`, `${answered} answered, ${toLine(toLatency(answers))}`]
  })
}

function byKind({ byKind }: AskedFigures) {
  return Object.fromEntries(
    kinds.map((kind) => {
      const { answered, answers } = byKind[kind]
      return [kind, { answered, ...toLatency(answers) }]
    }),
  )
}

function latencyOf({ byKind }: AskedFigures) {
  const all = createHistogram()
  for (const kind of kinds) all.add(byKind[kind].answers)
  return toLatency(all)
}

function perSecond({ carried, measured }: AskedFigures): number {
  return Math.round(carried / measured.seconds)
}

function cpuUs(cpuS: number, count: number): number {
  return round((cpuS / Math.max(1, count)) * 1e6, 1)
}
