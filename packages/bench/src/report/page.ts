import { escapeText, type Line, toPlot } from './plot.ts'
import type { Report } from './report.ts'
import type { Point } from './series.ts'

/** The colours of a page in the light and in the dark; lines keep apart for the colour-blind too. */
const STYLE = `
:root { color-scheme: light dark; --page: #fff; --ink: #1c2128; --soft: #667; --rule: #d8dce2;
  --line-0: #0b62c4; --line-1: #c4500b; --line-2: #0a7d4f; }
@media (prefers-color-scheme: dark) { :root { --page: #14171c; --ink: #e6e9ee; --soft: #9aa3af;
  --rule: #323943; --line-0: #6db3ff; --line-1: #ffa263; --line-2: #5fd39a; } }
body { background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif;
  margin: 2rem auto; max-width: 800px; padding: 0 1rem; }
h1 { font-size: 1.5rem; } pre { overflow-x: auto; font-size: 13px; }
figure { margin: 2rem 0; } figcaption { margin-bottom: 0.4rem; font-weight: 600; }
svg { width: 100%; height: auto; } svg text { fill: var(--soft); font-size: 12px; }
.unit { color: var(--soft); font-weight: 400; } .grid { stroke: var(--rule); }
.line { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
.key { font-weight: 400; margin-left: 0.8em; } .key::before { content: "— "; font-weight: 700; }
path.line-0 { stroke: var(--line-0); } span.line-0 { color: var(--line-0); }
path.line-1 { stroke: var(--line-1); } span.line-1 { color: var(--line-1); }
path.line-2 { stroke: var(--line-2); } span.line-2 { color: var(--line-2); }
details { margin: 2rem 0; }
`

/** A series of the report, with what it is of; several where a scenario measures several times. */
interface Titled {
  title: string
  series: readonly Point[]
}

/**
 * The report as one page that needs nothing beside itself: the table, plots of every series, and the
 * report's JSON.
 */
export function toPage(report: Report, table: string): string {
  const title = `Parley bench: ${report.scenario}`
  const { series, runs, ...rest } = report
  const plotted: Titled[] = [
    ...(Array.isArray(series) ? [{ title: '', series: series as Point[] }] : []),
    ...(Array.isArray(runs) ? (runs as Titled[]).filter((run) => Array.isArray(run.series)) : []),
  ]
  const json = JSON.stringify(rest, (key, value) => (key === 'series' ? undefined : value), 2)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)}</title>
<style>${STYLE}</style>
<h1>${escapeText(title)}</h1>
<pre>${escapeText(table)}</pre>
${plotted.map(toPlots).join('\n')}
<details><summary>As JSON</summary><pre>${escapeText(json)}</pre></details>
</html>
`
}

function toPlots({ title, series }: Titled): string {
  const line = (name: string, read: (point: Point) => number | undefined): Line => ({
    name,
    points: series.map((point) => [point.at_s, read(point)] as const),
  })
  /** A window in which nothing came has no latency. */
  const ifAny = (point: Point, value: number) => (point.received_per_s > 0 ? value : undefined)
  const plots = [
    toPlot({
      title: 'Send to receipt',
      unit: 'ms, logarithmic',
      isLogarithmic: true,
      lines: [
        line('p50', (point) => ifAny(point, point.p50_ms)),
        line('p99', (point) => ifAny(point, point.p99_ms)),
      ],
    }),
    toPlot({
      title: 'Throughput',
      unit: 'messages/s',
      lines: [
        line('received', (point) => point.received_per_s),
        line('due', (point) => point.sent_per_s),
        line('refused', (point) => point.refused_per_s),
      ],
    }),
    toPlot({
      title: 'Processor time',
      unit: 'processors',
      lines: [
        line('server', (point) => point.server_cpu),
        line('generator', (point) => point.generator_cpu),
      ],
    }),
    toPlot({
      title: 'Memory of the server',
      unit: 'MB',
      lines: [line('RSS', (point) => point.server_rss_mb)],
    }),
  ]
  const heading = title === '' ? '' : `<h2>${escapeText(title)}</h2>\n`
  return heading + plots.join('\n')
}
