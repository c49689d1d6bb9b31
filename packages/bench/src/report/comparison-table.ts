import { type Figures, type Ratios, toRatios } from './comparison.ts'

/** What each peer reached, by name; the first is the one that the others are compared with. */
export type Compared = readonly (readonly [name: string, figures: Figures])[]

const MISSING = '–'

/**
 * One table: a column for each peer, its figures, and below them the ratios. What a peer did not
 * carry is left out.
 */
export function toComparisonRows(compared: Compared): string[][] {
  const [own] = compared
  if (own === undefined) return []
  const ratios = compared.map(([, figures]) => toRatios(own[1], figures))
  const rates = [...new Set(compared.flatMap(([, { at }]) => at.map((each) => each.rate_per_s)))]
  rates.sort((a, b) => a - b)

  const figureRow = (name: string, read: (figures: Figures) => number | undefined) => [
    name,
    ...compared.map(([, figures]) => toNumber(read(figures))),
  ]
  const ratioRow = (name: string, read: (ratios: Ratios) => number | undefined) => [
    name,
    ...ratios.map((each) => toFactor(read(each))),
  ]
  const figuresAt = (rate: number) => {
    const at = (figures: Figures) => figures.at.find(({ rate_per_s }) => rate_per_s === rate)
    return [
      figureRow(`at ${rate}/s: p50, ms`, (figures) => at(figures)?.p50_ms),
      figureRow('  p99, ms', (figures) => at(figures)?.p99_ms),
      figureRow('  server CPU, µs a message', (figures) => at(figures)?.server_us),
      figureRow('  generator CPU, µs a message', (figures) => at(figures)?.generator_us),
      figureRow('  server memory, MB', (figures) => at(figures)?.rss_mb),
    ]
  }
  const ratiosAt = (rate: number) => {
    const at = (each: Ratios) => each.at.find(({ rate_per_s }) => rate_per_s === rate)
    return [
      ratioRow(`at ${rate}/s: p50`, (each) => at(each)?.p50),
      ratioRow('  p99', (each) => at(each)?.p99),
      ratioRow('  server CPU', (each) => at(each)?.server),
      ratioRow('  server memory', (each) => at(each)?.rss),
    ]
  }

  return [
    ['', ...compared.map(([name]) => name)],
    figureRow('most carried, messages/s', ({ most_per_s }) => most_per_s),
    ...rates.flatMap(figuresAt),
    [`${own[0]} ÷ each`, ...compared.map(() => '')],
    ratioRow('most carried', ({ most }) => most),
    ...rates.flatMap(ratiosAt),
  ]
}

/** The rows as aligned lines. */
export function toLines(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const toLine = (row: readonly string[]) =>
    row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  ')
  return rows.map((row) => `  ${toLine(row)}`.trimEnd()).join('\n')
}

const pad = (cell: string, width: number, column: number) =>
  column === 0 ? cell.padEnd(width) : cell.padStart(width)

function toNumber(value: number | undefined): string {
  if (value === undefined) return MISSING
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}

function toFactor(value: number | undefined): string {
  return value === undefined ? MISSING : `${value.toFixed(2)} ×`
}
