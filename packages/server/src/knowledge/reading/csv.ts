import { unreadable } from './unreadable.ts'

/** A row with the number of the line on which it begins. */
export interface CsvRow {
  line: number
  values: Record<string, string>
}

/**
 * Rows of a CSV file (RFC 4180; commas, semicolons or tabs, as the first line has them) by the names
 * in its first line, which are compared in lower case. Empty lines are left out.
 *
 * @throws {Unreadable} for a quote that is not closed, or a row with more cells than names.
 */
export function readCsv(text: string, rowsMax: number): CsvRow[] {
  const [header, ...rows] = readCells(text.replace(/^\ufeff/, ''))
  if (header === undefined) throw unreadable('The file is empty.')
  const names = header.cells.map((name) => name.trim().toLowerCase())
  if (rows.length > rowsMax) {
    throw unreadable(`The file has ${rows.length} rows; at most ${rowsMax} are allowed. Split it.`)
  }
  return rows.map(({ line, cells }) => {
    if (cells.length > names.length) {
      throw unreadable(
        `Line ${line} has ${cells.length} cells, the first line ${names.length}. Put quotes around cells with commas.`,
      )
    }
    return {
      line,
      values: Object.fromEntries(names.map((name, index) => [name, cells[index]?.trim() ?? ''])),
    }
  })
}

function readCells(text: string): { line: number; cells: string[] }[] {
  const first = text.slice(0, text.search(/\r|\n|$/))
  const separator = [',', ';', '\t'].sort(
    (one, other) => first.split(other).length - first.split(one).length,
  )[0] as string
  const rows: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let line = 1
  let rowLine = 1
  let at = 0
  const endRow = () => {
    if (cells.some((value) => value.trim() !== '')) rows.push({ line: rowLine, cells })
    cells = []
  }
  while (at < text.length) {
    if (cells.length === 0) rowLine = line
    let value = ''
    if (text[at] === '"') {
      const opened = line
      for (at += 1; ; at += 1) {
        if (at >= text.length) throw unreadable(`The quote in line ${opened} is not closed.`)
        if (text[at] === '\n') line += 1
        if (text[at] !== '"') value += text[at]
        else if (text[at + 1] === '"') {
          value += '"'
          at += 1
        } else break
      }
      at += 1
    }
    const end = endOfCell(text, at, separator)
    cells.push(value + text.slice(at, end))
    at = end + 1
    if (text[end] === separator) continue
    endRow()
    line += 1
    if (text[end] === '\r' && text[end + 1] === '\n') at += 1
  }
  endRow()
  return rows
}

function endOfCell(text: string, from: number, separator: string): number {
  let at = from
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r')
    at += 1
  return at
}
