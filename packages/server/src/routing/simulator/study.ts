import { type Learned, type LearnedRung, learn, survivalAt } from '../prediction/index.ts'
import { worldOf } from './assumed-world.ts'
import { type Rules, type RunResult, simulate } from './run.ts'
import { halfWidthOf, mean } from './statistics.ts'
import { createTeam, drawDay, type Scenario } from './world.ts'

/** One policy over all seeds. Waits in seconds, shares in percent, occupancy in points. */
export interface PolicyRow {
  policy: string
  meanWait: number
  p50Wait: number
  p90Wait: number
  p99Wait: number
  abandoned: number
  within60s: number
  occupancySpread: number
  gini: number
  passedOverMax: number
  p50Coverage: number
  p90Coverage: number
  rules: Record<string, number>
  /** Percent of the mean wait of the other policy, with the half-width of 95 %. */
  againstLeastBusy: Interval
  againstRoundRobin: Interval
  /** Of each seed: seconds. */
  waits: number[]
}

export interface Interval {
  mean: number
  halfWidth: number
}

export interface Study {
  scenario: Scenario
  seeds: readonly number[]
  days: number
  historyDays: number
  conversations: number
  /** What the history says of how much agents differ, in general and by topic. */
  estimated: { agentSpread: number; agentTopicSpread: number; rows: number }
  /** Of each seed, which rung went live, and how the rungs did on held-out time. */
  rungs: { seed: number; rung: LearnedRung; errors: Learned['errors'] }[]
  rows: PolicyRow[]
}

export interface StudyOptions {
  scenario: Scenario
  seeds: readonly number[]
  days: number
  historyDays: number
  onProgress?: (text: string) => void
}

const leastBusy: Rules = { settings: { policy: 'least-busy' } }

/** Every policy on the same days of every seed; the ladder learns from earlier days of least-busy. */
export function study({ scenario, seeds, days, historyDays, onProgress }: StudyOptions): Study {
  const results = new Map<string, RunResult[]>()
  const rungs: Study['rungs'] = []
  let spreads = { agentSpread: 0, agentTopicSpread: 0, rows: 0 }
  for (const seed of seeds) {
    const team = createTeam(scenario, seed)
    const past = Array.from({ length: historyDays }, (_, day) => drawDay(team, seed, day))
    const ahead = Array.from({ length: days }, (_, day) => drawDay(team, seed, historyDays + day))
    const world = worldOf(team, ahead)
    const learned = learn(simulate(worldOf(team, past), leastBusy).outcomes, world.start)
    const { rung, trees, errors } = learned
    // What was learnt but did not beat the rung below is not used, as in a deployment.
    const table = rung === 'least-busy' ? undefined : learned.table
    spreads = {
      agentSpread: spreads.agentSpread + (learned.table?.handle.agentSpread ?? 0) / seeds.length,
      agentTopicSpread:
        spreads.agentTopicSpread + (learned.table?.handle.agentTopicSpread ?? 0) / seeds.length,
      rows: learned.rows,
    }
    rungs.push({ seed, rung, errors })
    const predicted = { policy: 'predicted', windowSize: 1 } as const
    const policies: Record<string, Rules> = {
      'round-robin': { settings: { policy: 'round-robin' } },
      'least-busy': leastBusy,
      'longest-idle': { settings: { policy: 'longest-idle' } },
      recent: { settings: { policy: 'recent' } },
      'first reply only': {
        settings: { ...predicted, handleWeight: 0, fairness: 0 },
        table,
        trees,
      },
      'predicted, unfair': { settings: { ...predicted, fairness: 0 }, table, trees },
      'the table alone': { settings: predicted, table },
      predicted: { settings: predicted, table, trees },
      'predicted, window 8': { settings: { ...predicted, windowSize: 8 }, table, trees },
      oracle: { settings: predicted, table, isOracle: true },
      'oracle, window 8': { settings: { ...predicted, windowSize: 8 }, table, isOracle: true },
    }
    for (const [name, rules] of Object.entries(policies)) {
      // Millions of outcomes would fill the memory; nothing learns from these days.
      const run = { ...simulate(world, rules), outcomes: [] }
      results.set(name, [...(results.get(name) ?? []), run])
    }
    onProgress?.(`seed ${seed}`)
  }
  const base = results.get('least-busy')!
  const round = results.get('round-robin')!
  return {
    scenario,
    seeds,
    days,
    historyDays,
    conversations: base.reduce((sum, { waits }) => sum + waits.length, 0),
    estimated: spreads,
    rungs,
    rows: [...results].map(([policy, runs]) => toRow(policy, runs, base, round)),
  }
}

function toRow(
  policy: string,
  runs: RunResult[],
  base: RunResult[],
  round: RunResult[],
): PolicyRow {
  const all = runs.flatMap(({ waits }) => waits)
  const sorted = Float64Array.from(all, ({ waitMs }) => waitMs / 1_000).sort()
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))]!
  const coverage = (of: 'p50Ms' | 'p90Ms') =>
    100 *
    (1 -
      survivalAt(
        all.map((one) => ({ ratio: one.waitMs / one[of], isCensored: one.isAbandoned })),
        1,
      ))
  const rules: Record<string, number> = {}
  for (const run of runs) {
    for (const [rule, count] of Object.entries(run.rules)) rules[rule] = (rules[rule] ?? 0) + count
  }
  return {
    policy,
    meanWait: mean([...sorted]),
    p50Wait: at(0.5),
    p90Wait: at(0.9),
    p99Wait: at(0.99),
    abandoned: 100 * mean(all.map(({ isAbandoned }) => Number(isAbandoned))),
    within60s: 100 * mean(all.map((one) => Number(!one.isAbandoned && one.waitMs <= 60_000))),
    occupancySpread: mean(
      runs.map(({ occupancy }) => 100 * (Math.max(...occupancy) - Math.min(...occupancy))),
    ),
    gini: mean(runs.map(({ assignments }) => gini(assignments))),
    passedOverMax: Math.max(...runs.map(({ passedOverMax }) => passedOverMax)),
    p50Coverage: coverage('p50Ms'),
    p90Coverage: coverage('p90Ms'),
    rules,
    againstLeastBusy: compare(runs, base),
    againstRoundRobin: compare(runs, round),
    waits: runs.map(waitOf),
  }
}

function waitOf({ waits }: RunResult): number {
  return mean(waits.map(({ waitMs }) => waitMs / 1_000))
}

/** Paired by seed: the same days, so that what they share cancels. */
function compare(runs: RunResult[], other: RunResult[]): Interval {
  const changes = runs.map((run, index) => 100 * (waitOf(run) / waitOf(other[index]!) - 1))
  const middle = mean(changes)
  if (changes.length < 2) return { mean: middle, halfWidth: Number.NaN }
  return { mean: middle, halfWidth: halfWidthOf(changes) }
}

function gini(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const sum = sorted.reduce((all, value) => all + value, 0)
  const ranked = sorted.reduce((all, value, index) => all + (index + 1) * value, 0)
  return sum === 0 ? 0 : (2 * ranked) / (sorted.length * sum) - (sorted.length + 1) / sorted.length
}
