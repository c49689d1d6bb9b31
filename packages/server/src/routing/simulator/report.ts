import type { PolicyRow, Study } from './study.ts'

/** A goal with what was measured. */
export interface Goal {
  what: string
  wanted: string
  measured: string
  isReached: boolean
}

/** The promises of prediction against what the studies show. */
export function goalsOf(study: Study, control: Study): Goal[] {
  const find = (from: Study, policy: string) => from.rows.find((row) => row.policy === policy)!
  const base = find(study, 'least-busy')
  const plain = find(study, 'predicted')
  const window = find(study, 'predicted, window 8')
  const oracle = find(study, 'oracle')
  const alike = find(control, 'predicted')
  const closed =
    (100 * (base.meanWait - plain.meanWait)) / Math.max(1e-9, base.meanWait - oracle.meanWait)
  const goal = (what: string, wanted: string, value: number, isReached: boolean): Goal => ({
    what,
    wanted,
    measured: value.toFixed(1),
    isReached,
  })
  const less = plain.againstLeastBusy.mean
  const round = plain.againstRoundRobin.mean
  const queue = window.againstLeastBusy.mean
  return [
    goal('predicted against least-busy, %', '<= -15', less, less <= -15),
    goal('predicted against round-robin, %', '<= -18', round, round <= -18),
    goal('window of 8 against least-busy, %', '<= -25', queue, queue <= -25),
    goal(
      'alike agents against least-busy, %',
      'within 3',
      alike.againstLeastBusy.mean,
      Math.abs(alike.againstLeastBusy.mean) <= 3,
    ),
    goal('occupancy spread, points', '<= 35', plain.occupancySpread, plain.occupancySpread <= 35),
    goal("the oracle's gap closed, %", '>= 80', closed, closed >= 80),
    goal(
      'P90 promise holds, %',
      '87 to 93',
      window.p90Coverage,
      window.p90Coverage >= 87 && window.p90Coverage <= 93,
    ),
  ]
}

/** The study as a table for a terminal. */
export function toTable(study: Study): string {
  const { estimated, scenario } = study
  const head = [
    'policy',
    'wait s',
    'p50',
    'p90',
    'p99',
    'vs least-busy %',
    'vs round-robin %',
    'gave up %',
    '<= 60 s %',
    'spread',
    'passed',
    'P50 held',
    'P90 held',
  ]
  const rows = study.rows.map((row) => [
    row.policy,
    row.meanWait.toFixed(1),
    row.p50Wait.toFixed(0),
    row.p90Wait.toFixed(0),
    row.p99Wait.toFixed(0),
    toInterval(row.againstLeastBusy),
    toInterval(row.againstRoundRobin),
    row.abandoned.toFixed(1),
    row.within60s.toFixed(1),
    row.occupancySpread.toFixed(0),
    String(row.passedOverMax),
    row.p50Coverage.toFixed(1),
    row.p90Coverage.toFixed(1),
  ])
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]!.length)),
  )
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  '),
  )
  return [
    `${scenario.agents} agents, ${scenario.topics} topics, load ${scenario.load}; ` +
      `${study.seeds.length} seeds of ${study.days} days, ${study.conversations} conversations`,
    `Agents differ by ${estimated.agentSpread.toFixed(3)} in general and by ` +
      `${estimated.agentTopicSpread.toFixed(3)} by topic (standard deviations of the log of the ` +
      `handling time, estimated from ${estimated.rows} conversations).`,
    `The rung that went live: ${study.rungs.map(({ rung }) => rung).join(', ')}.`,
    ...lines,
  ].join('\n')
}

function toInterval({ mean, halfWidth }: PolicyRow['againstLeastBusy']): string {
  const sign = mean > 0 ? '+' : ''
  return Number.isNaN(halfWidth)
    ? `${sign}${mean.toFixed(1)}`
    : `${sign}${mean.toFixed(1)} ±${halfWidth.toFixed(1)}`
}

/** The goals as a table for a terminal. */
export function goalsTable(goals: readonly Goal[]): string {
  return goals
    .map(
      ({ what, wanted, measured, isReached }) =>
        `${isReached ? 'reached' : 'MISSED '}  ${what.padEnd(36)} ${measured.padStart(8)}  (wanted ${wanted})`,
    )
    .join('\n')
}

/** One page that needs nothing beside itself: goals, tables, and the waits as plots. */
export function toPage(studies: readonly { title: string; study: Study }[], goals: Goal[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley: routing, simulated</title>
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 900px; padding: 0 1rem; }
pre { overflow-x: auto; font-size: 12px; }
svg { width: 100%; height: auto; } svg text { fill: currentColor; font-size: 12px; }
rect { fill: #0b62c4; opacity: 0.75; } line { stroke: currentColor; stroke-width: 1.5; }
</style>
<h1>Routing, simulated</h1>
<pre>${goalsTable(goals)}</pre>
${studies.map(({ title, study }) => `<h2>${title}</h2>\n<pre>${toTable(study)}</pre>\n${toPlot(study)}`).join('\n')}
</html>
`
}

/** Bars of the change against least-busy, with their intervals. */
function toPlot({ rows }: Study): string {
  const most = Math.max(10, ...rows.map(({ againstLeastBusy: { mean } }) => Math.abs(mean) + 5))
  const x = (percent: number) => 520 + (percent / most) * 340
  const bars = rows.map(({ policy, againstLeastBusy: { mean, halfWidth } }, index) => {
    const y = 10 + index * 26
    const half = Number.isNaN(halfWidth) ? 0 : halfWidth
    const left = Math.min(x(0), x(mean))
    return `<text x="0" y="${y + 14}">${policy}</text>
<rect x="${left}" y="${y}" width="${Math.abs(x(mean) - x(0))}" height="18"/>
<line x1="${x(mean - half)}" x2="${x(mean + half)}" y1="${y + 9}" y2="${y + 9}"/>`
  })
  return `<figure><figcaption>Mean wait against least-busy, %, with 95 % intervals</figcaption>
<svg viewBox="0 0 900 ${rows.length * 26 + 20}" role="img" aria-label="Mean wait against least-busy">
<line x1="${x(0)}" x2="${x(0)}" y1="4" y2="${rows.length * 26 + 8}"/>
${bars.join('\n')}
</svg></figure>`
}
