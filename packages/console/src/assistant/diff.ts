/** A line of a comparison: in both texts, or in one of them alone. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** Cells of the table that finds what both have; beyond, whole texts are set against each other. */
const CELLS_MAX = 4_000_000

/** What must be taken from and put into the first text to have the second, line by line. */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = before.split('\n')
  const now = after.split('\n')
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1
  let tail = 0
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  ) {
    tail += 1
  }
  const same = (lines: string[]) => lines.map((text): DiffLine => ({ kind: 'same', text }))
  return [
    ...same(old.slice(0, head)),
    ...diffMiddle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...same(now.slice(now.length - tail)),
  ]
}

/** By the longest common subsequence. */
function diffMiddle(old: string[], now: string[]): DiffLine[] {
  const removed = (text: string): DiffLine => ({ kind: 'removed', text })
  const added = (text: string): DiffLine => ({ kind: 'added', text })
  if (old.length * now.length > CELLS_MAX) return [...old.map(removed), ...now.map(added)]
  const width = now.length + 1
  const common = new Uint32Array((old.length + 1) * width)
  const at = (row: number, column: number) => common[row * width + column] ?? 0
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      common[row * width + column] =
        old[row] === now[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const lines: DiffLine[] = []
  let row = 0
  let column = 0
  while (row < old.length || column < now.length) {
    if (row < old.length && column < now.length && old[row] === now[column]) {
      lines.push({ kind: 'same', text: now[column] ?? '' })
      row += 1
      column += 1
    } else if (
      column === now.length ||
      (row < old.length && at(row + 1, column) >= at(row, column + 1))
    ) {
      lines.push(removed(old[row] ?? ''))
      row += 1
    } else {
      lines.push(added(now[column] ?? ''))
      column += 1
    }
  }
  return lines
}

/** A stretch of lines that stand in both texts, cut down to what helps to find one's way. */
export type DiffPiece = DiffLine | { kind: 'gap'; count: number }

/** Leaves out long stretches without a change, but for so many lines beside the changes. */
export function foldSame(lines: readonly DiffLine[], beside = 2): DiffPiece[] {
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - beside), index + beside + 1).some(({ kind }) => kind !== 'same')
  const pieces: DiffPiece[] = []
  for (const [index, line] of lines.entries()) {
    const last = pieces.at(-1)
    if (isNear(index)) pieces.push(line)
    else if (last?.kind === 'gap') last.count += 1
    else pieces.push({ kind: 'gap', count: 1 })
  }
  return pieces
}
