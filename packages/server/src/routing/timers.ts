/**
 * Deadlines as data: one per name, the earliest first. Whoever owns them sets one real timer for
 * `next()`.
 */
export interface Timers {
  /** Sets or moves a deadline. */
  set(name: string, at: number): void
  clear(name: string): void
  has(name: string): boolean
  /** When the earliest deadline is; Infinity without any. */
  next(): number
  /** Takes the earliest deadline that has passed by `now`; undefined when none has. */
  take(now: number): string | undefined
}

/** So many entries that no longer count may lie in the heap, and as many as do. */
const SLACK = 1_000

/** A binary heap; what was cleared or moved stays in it until it comes up, or there is too much. */
export function createTimers(): Timers {
  const due = new Map<string, number>()
  const heap: { name: string; at: number }[] = []

  function before(a: number, b: number): boolean {
    return heap[a]!.at < heap[b]!.at
  }

  function swap(a: number, b: number): void {
    const held = heap[a]!
    heap[a] = heap[b]!
    heap[b] = held
  }

  function push(name: string, at: number): void {
    let index = heap.push({ name, at }) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!before(index, parent)) return
      swap(index, parent)
      index = parent
    }
  }

  function pop(): void {
    const last = heap.pop()!
    if (heap.length === 0) return
    heap[0] = last
    let index = 0
    for (;;) {
      let least = index
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < heap.length && before(child, least)) least = child
      }
      if (least === index) return
      swap(index, least)
      index = least
    }
  }

  /** Drops all that no longer counts. */
  function tidy(): void {
    heap.length = 0
    for (const [name, at] of due) push(name, at)
  }

  /** Drops what no longer counts, so that the first one does. */
  function settle(): void {
    while (heap.length > 0 && due.get(heap[0]!.name) !== heap[0]!.at) pop()
  }

  return {
    set(name, at) {
      if (due.get(name) === at) return
      due.set(name, at)
      push(name, at)
      if (heap.length > 2 * due.size + SLACK) tidy()
    },
    clear(name) {
      due.delete(name)
    },
    has: (name) => due.has(name),
    next() {
      settle()
      return heap[0]?.at ?? Number.POSITIVE_INFINITY
    },
    take(now) {
      settle()
      const first = heap[0]
      if (first === undefined || first.at > now) return undefined
      pop()
      due.delete(first.name)
      return first.name
    },
  }
}
