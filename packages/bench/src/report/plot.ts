/** One line of a plot: a name for the legend, and points whose `undefined` values break it. */
export interface Line {
  name: string
  points: readonly (readonly [x: number, y: number | undefined])[]
}

export interface PlotOptions {
  title: string
  /** Of the vertical axis. */
  unit: string
  /** A logarithmic scale keeps both the usual and the worst in sight. @default false */
  isLogarithmic?: boolean
  lines: readonly Line[]
}

const WIDTH = 760
const HEIGHT = 240
const LEFT = 64
const RIGHT = 24
const TOP = 12
const BOTTOM = 28
const TICKS = 5

/** A line plot as an SVG element; the page's style sheet gives the colours. */
export function toPlot({ title, unit, isLogarithmic = false, lines }: PlotOptions): string {
  const values = lines.flatMap(({ points }) =>
    points.flatMap(([, y]) => (y === undefined ? [] : y)),
  )
  const [xMin, xMax] = bounds(lines.flatMap(({ points }) => points.map(([x]) => x)))
  const positive = values.filter((value) => value > 0)
  const yMin = isLogarithmic ? 10 ** Math.floor(Math.log10(Math.min(...positive, 1))) : 0
  const yMax = isLogarithmic
    ? 10 ** Math.ceil(Math.log10(Math.max(...positive, yMin * 10)))
    : roundUp(Math.max(...values, 0))

  const scale = (value: number) =>
    isLogarithmic
      ? Math.log10(Math.max(value, yMin) / yMin) / Math.log10(yMax / yMin)
      : value / yMax
  const toX = (x: number) => LEFT + ((x - xMin) / (xMax - xMin || 1)) * (WIDTH - LEFT - RIGHT)
  const toY = (y: number) => HEIGHT - BOTTOM - scale(y) * (HEIGHT - TOP - BOTTOM)

  const grid = ticksOf(yMin, yMax, isLogarithmic).map((value) => {
    const y = toY(value).toFixed(1)
    return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text x="${LEFT - 8}" y="${y}" dy="0.32em" text-anchor="end">${toLabel(value)}</text>`
  })
  const step = roundUp((xMax - xMin) / TICKS)
  const times = Array.from({ length: TICKS + 1 }, (_, index) => xMin + index * step)
    .filter((x) => x <= xMax)
    .map(
      (x) =>
        `<text x="${toX(x).toFixed(1)}" y="${HEIGHT - 8}" text-anchor="middle">${toLabel(x)} s</text>`,
    )
  const paths = lines.map(
    ({ points }, index) => `<path class="line line-${index}" d="${toPath(points, toX, toY)}"/>`,
  )
  const legend = lines.map(
    (line, index) => `<span class="key line-${index}">${escapeText(line.name)}</span>`,
  )
  return `<figure><figcaption>${escapeText(title)} <span class="unit">${escapeText(unit)}</span> ${legend.join(' ')}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeText(title)}">${grid.join('')}${times.join('')}${paths.join('')}</svg></figure>`
}

/** The text where HTML stands, so that it stays text. */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function toPath(
  points: Line['points'],
  toX: (x: number) => number,
  toY: (y: number) => number,
): string {
  let isDrawing = false
  let path = ''
  for (const [x, y] of points) {
    if (y !== undefined) path += `${isDrawing ? 'L' : 'M'}${toX(x).toFixed(1)} ${toY(y).toFixed(1)}`
    isDrawing = y !== undefined
  }
  return path
}

function bounds(values: readonly number[]): [number, number] {
  return values.reduce(
    ([low, high], value): [number, number] => [Math.min(low, value), Math.max(high, value)],
    [values[0] ?? 0, values[0] ?? 1],
  )
}

/** The next of 1, 2, 5, 10, 20… */
function roundUp(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5].find((step) => step * power >= value) ?? 10) * power
}

function ticksOf(min: number, max: number, isLogarithmic: boolean): number[] {
  if (!isLogarithmic) return Array.from({ length: TICKS + 1 }, (_, index) => (max * index) / TICKS)
  const ticks: number[] = []
  for (let tick = min; tick <= max * 1.001; tick *= 10) ticks.push(tick)
  return ticks
}

const toLabel = (value: number) => String(Number(value.toPrecision(3)))
