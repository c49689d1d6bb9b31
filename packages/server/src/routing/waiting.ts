import type { Case } from './case.ts'

/**
 * Who waits, by group, the most urgent first. What is urgent is settled when a conversation joins
 * (see `urgentAt`), so that nothing has to be sorted as time goes by.
 */
export function createWaiting() {
  const lines = new Map<string, { teamId: string; cases: Case[] }>()
  let size = 0

  /** Where the case stands or belongs. Ids break ties, so that every rebuild gives one order. */
  function place(cases: Case[], one: Case): number {
    let low = 0
    let high = cases.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareUrgency(cases[middle]!, one) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    get size() {
      return size
    },
    add(one: Case): void {
      let line = lines.get(one.group.key)
      if (line === undefined) {
        line = { teamId: one.group.need.teamId, cases: [] }
        lines.set(one.group.key, line)
      }
      line.cases.splice(place(line.cases, one), 0, one)
      size += 1
    },
    remove(one: Case): void {
      const line = lines.get(one.group.key)
      if (line === undefined) return
      const index = place(line.cases, one)
      if (line.cases[index] !== one) throw new Error(`${one.need.conversationId} is in no queue`)
      line.cases.splice(index, 1)
      size -= 1
      if (line.cases.length === 0) lines.delete(one.group.key)
    },
    /** The most urgent `count` whom `fits` accepts, of the groups that `mayServe` accepts. */
    first(count: number, mayServe: (one: Case) => boolean, fits: (one: Case) => boolean): Case[] {
      const found: Case[] = []
      for (const { cases } of lines.values()) {
        if (!mayServe(cases[0]!)) continue
        let taken = 0
        for (const one of cases) {
          if (taken === count) break
          if (!fits(one)) continue
          found.push(one)
          taken += 1
        }
      }
      return found.sort(compareUrgency).slice(0, count)
    },
    /** How many of the same team are more urgent. */
    ahead(one: Case): number {
      let count = 0
      for (const { teamId, cases } of lines.values()) {
        if (teamId === one.group.need.teamId) count += place(cases, one)
      }
      return count
    },
    ofTeam(teamId: string): number {
      let count = 0
      for (const line of lines.values()) if (line.teamId === teamId) count += line.cases.length
      return count
    },
    /** Everybody, in no order. */
    *each(): Iterable<Case> {
      for (const { cases } of lines.values()) yield* cases
    },
    /** The most urgent first. */
    all(): Case[] {
      return [...lines.values()].flatMap(({ cases }) => cases).sort(compareUrgency)
    },
  }
}

export type Waiting = ReturnType<typeof createWaiting>

function compareUrgency(a: Case, b: Case): number {
  if (a.urgentAt !== b.urgentAt) return a.urgentAt - b.urgentAt
  return a.need.conversationId < b.need.conversationId ? -1 : a === b ? 0 : 1
}
