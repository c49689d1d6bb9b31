import type { RememberedOutcome } from './history.ts'
import type { Spans } from './simulated-world.ts'

/** Who had nothing for longer than this was not there. */
const PAUSE_MS = 60 * 60_000
/** Somebody comes before the first conversation does. */
const BEFORE_MS = 10 * 60_000

/** When each agent was there, as far as conversations tell: from one to the next without a long pause. */
export function shiftsFrom(
  outcomes: readonly RememberedOutcome[],
  from: number,
  to: number,
): Map<string, Spans> {
  const shifts = new Map<string, { from: number; to: number }[]>()
  for (const { agentId, assignedAt, endedAt } of outcomes.toSorted(
    (a, b) => a.assignedAt - b.assignedAt,
  )) {
    if (assignedAt < from || assignedAt >= to) continue
    let own = shifts.get(agentId)
    if (own === undefined) {
      own = []
      shifts.set(agentId, own)
    }
    // What lies for days does not mean that its agent sat there.
    const until = Math.min(endedAt, assignedAt + PAUSE_MS)
    const last = own.at(-1)
    if (last !== undefined && assignedAt - last.to < PAUSE_MS) last.to = Math.max(last.to, until)
    else own.push({ from: assignedAt - BEFORE_MS, to: until })
  }
  return shifts
}
