/** What happens next in a simulation. */
export interface SimulatedEvent {
  at: number
  kind: 'arrival' | 'reply' | 'done' | 'patience' | 'comes' | 'goes'
  /** A conversation; for `done`, `comes` and `goes` an agent. */
  subject: number
  /** Of `done`: outdated when the agent has moved on. */
  turn: number
}

/** Events by time, first in first out among equals. */
export function createEventQueue() {
  const heap: { event: SimulatedEvent; order: number }[] = []
  let order = 0

  function isBefore(a: number, b: number): boolean {
    const one = heap[a]!
    const other = heap[b]!
    return (
      one.event.at < other.event.at || (one.event.at === other.event.at && one.order < other.order)
    )
  }

  function swap(a: number, b: number): void {
    const held = heap[a]!
    heap[a] = heap[b]!
    heap[b] = held
  }

  return {
    add(event: SimulatedEvent): void {
      let index = heap.push({ event, order }) - 1
      order += 1
      while (index > 0) {
        const parent = (index - 1) >> 1
        if (!isBefore(index, parent)) return
        swap(index, parent)
        index = parent
      }
    },
    take(): SimulatedEvent | undefined {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined) return undefined
      if (heap.length === 0) return first.event
      heap[0] = last
      for (let index = 0; ; ) {
        let least = index
        const left = 2 * index + 1
        if (left < heap.length && isBefore(left, least)) least = left
        if (left + 1 < heap.length && isBefore(left + 1, least)) least = left + 1
        if (least === index) return first.event
        swap(index, least)
        index = least
      }
    },
  }
}
