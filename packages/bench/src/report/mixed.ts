import type { AskedFigures } from '../load/askers.ts'
import type { Offered } from '../load/crews.ts'
import type { Stage } from '../load/stage.ts'
import type { Load, Result } from '../scenarios/scenario.ts'
import { createHistogram, toLatency } from './latency.ts'
import { describeCost, describeMachine, round } from './report.ts'
import { toLine, toTable } from './table.ts'

const kinds = ['cached', 'knowledge', 'engine'] as const

/** What was measured, phase by phase. */
export interface MixedPhases {
  /** Messages between people. */
  plain: Offered
  /** Questions that were asked before, alone. */
  cached: AskedFigures
  /** Questions to the engine, so few that nothing waits. */
  alone: AskedFigures
  mix: AskedFigures
}

/** The report of questions to the assistant; a question and its answer are two messages. */
export function reportMixed(
  { plain, cached, alone, mix }: MixedPhases,
  { stage, load, firstWordsMs }: { stage: Stage; load: Load; firstWordsMs: number },
): Result {
  const { measured, byKind } = mix
  const all = createHistogram()
  for (const kind of kinds) all.add(byKind[kind].answers)
  const plainUs = cpuUs(plain.measured.server.cpuS, plain.carried)
  const cachedUs = cpuUs(cached.measured.server.cpuS, cached.carried)
  const added = toLatency(alone.byKind.engine.firstWords)
  const addedInMix = toLatency(byKind.engine.firstWords)
  const less = (ms: number) => round(ms - firstWordsMs, 2)
  const report = {
    scenario: 'mixed',
    offered_per_s: load.rate,
    carried_per_s: Math.round(mix.carried / measured.seconds),
    latency_ms: toLatency(all),
    lost: mix.lost + cached.lost + alone.lost + plain.tally.lost,
    doubled: mix.doubled + cached.doubled + alone.doubled + plain.tally.doubled,
    out_of_order: mix.outOfOrder + cached.outOfOrder + alone.outOfOrder + plain.tally.outOfOrder,
    ...describeCost(measured),
    machine: describeMachine(stage.diskSync),
    settings: stage.settings,
    visitors: load.visitors,
    agents: load.agents,
    refused: mix.refused,
    answers_ms: Object.fromEntries(
      kinds.map((kind) => [
        kind,
        { answered: byKind[kind].answered, ...toLatency(byKind[kind].answers) },
      ]),
    ),
    engine_first_words_ms: firstWordsMs,
    added_before_first_words_ms: {
      alone: { p50: less(added.p50), p99: less(added.p99) },
      in_the_mix: { p50: less(addedInMix.p50), p99: less(addedInMix.p99) },
    },
    cpu_us: {
      plain_message: plainUs,
      cached_question_and_answer: cachedUs,
      cached_answer_per_plain_message: round((cachedUs - plainUs) / plainUs, 2),
    },
  }
  const rows: [string, string][] = [
    ...kinds.map((kind): [string, string] => [
      `  ${kind}`,
      `${byKind[kind].answered} answered, ${toLine(toLatency(byKind[kind].answers))}`,
    ]),
    [
      'added before first words',
      `p50 ${less(added.p50)}, p99 ${less(added.p99)} ms alone; p50 ${less(addedInMix.p50)}, p99 ${less(addedInMix.p99)} ms in the mix`,
    ],
    ['a plain message', `server CPU ${plainUs} µs`],
    [
      'a cached answer',
      `server CPU ${cachedUs} µs with its question, ${report.cpu_us.cached_answer_per_plain_message} × a plain message without`,
    ],
  ]
  return { report, rows, table: toTable(report, rows, 'question') }
}

function cpuUs(cpuS: number, count: number): number {
  return round((cpuS / Math.max(1, count)) * 1e6, 1)
}
