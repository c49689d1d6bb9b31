import { ModelError } from './model-error.ts'

/** A table of numbers, row by row; NaN is a missing value. */
export interface Table {
  /** The first line's names, or empty where it holds numbers already. */
  names: string[]
  rows: number
  columns: number
  values: Float32Array
}

/**
 * Reads comma-separated numbers. An empty cell is a missing value. A first line with a cell that is
 * neither empty nor a number names the columns. Refusals name the line and column.
 */
export function parseTable(text: string): Table {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  while (lines.length > 1 && lines.at(-1) === '') lines.pop()
  const first = cells(lines[0]!)
  const hasNames = first.some((cell) => cell !== '' && Number.isNaN(parseNumber(cell)))
  if (hasNames) lines.shift()
  if (text.trim() === '' && lines.length === 1) throw new ModelError('', 'The table is empty.')
  const columns = first.length
  const values = new Float32Array(lines.length * columns)
  lines.forEach((line, index) => {
    const number = index + (hasNames ? 2 : 1)
    const row = cells(line)
    if (row.length !== columns) {
      throw new ModelError(`line ${number}`, `has ${row.length} cells instead of ${columns}`)
    }
    row.forEach((cell, column) => {
      const value = cell === '' ? Number.NaN : parseNumber(cell)
      if (cell !== '' && Number.isNaN(value)) {
        const place = `line ${number}, column ${column + 1}`
        throw new ModelError(place, `"${cell.slice(0, 40)}" is no number`)
      }
      values[index * columns + column] = value
    })
  })
  return { names: hasNames ? first : [], rows: lines.length, columns, values }
}

function cells(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
}

/** Decimal notation only, within what a float32 holds; NaN otherwise. */
function parseNumber(cell: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell)) return Number.NaN
  const value = Number(cell)
  return Number.isFinite(Math.fround(value)) ? value : Number.NaN
}
