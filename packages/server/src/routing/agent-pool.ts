import type { AgentFacts, AgentPresence } from './types.ts'

/** Fairness factors are computed anew when they are older than this. */
const FAIRNESS_AGE_MAX_MS = 15_000
/** Agents whose factors one decision brings up to date, at the most; some 50 microseconds. */
const REFRESHED_AT_ONCE = 2_000

/** Beyond this share of the mean, more occupancy does not count. */
const OCCUPANCY_RATIO_MAX = 3

/**
 * All agents of a workspace in columns, so that one decision scans thousands of them in a fraction
 * of a millisecond. An agent keeps its index for good; who leaves is never `ready` again.
 */
export class AgentPool {
  count = 0
  readonly indexes = new Map<string, number>()
  readonly facts: AgentFacts[] = []
  readonly presence: AgentPresence[] = []
  /** 1: online, connected and with facts, so that conversations may come. */
  ready = new Uint8Array(64)
  capacity = new Float32Array(64)
  used = new Float32Array(64)
  /** Conversations, whatever they weigh. */
  active = new Int32Array(64)
  /** Those among them that the agent has not answered yet. */
  unanswered = new Int32Array(64)
  /** Since when the agent owes an answer to somebody, without having given one to anybody. */
  owesSince = new Float64Array(64)
  lastActiveAt = new Float64Array(64)
  lastAssignedAt = new Float64Array(64)
  missedOffers = new Int32Array(64)
  /** Factor of the cost: above 1 for who has been busier than the others. */
  fairness = new Float32Array(64)
  occupancy = new Float32Array(64)
  meanOccupancy = 0
  /** The mean over ready agents of how busy they are right now. */
  #occupancyAt = new Float64Array(64)
  #fairnessAt = Number.NEGATIVE_INFINITY
  #pass: 'none' | 'sum' | 'even' = 'none'
  #cursor = 0
  #sum = 0
  #ready = 0
  #strength = 0
  #memoryMs = 0

  constructor(limits: { fairness: number; occupancyMs: number }) {
    this.configure(limits)
  }

  configure({ fairness, occupancyMs }: { fairness: number; occupancyMs: number }): void {
    this.#strength = fairness
    this.#memoryMs = occupancyMs
    this.#fairnessAt = Number.NEGATIVE_INFINITY
  }

  /** The agent's index; somebody unknown is let in as offline and without capacity. */
  index(agentId: string): number {
    const known = this.indexes.get(agentId)
    if (known !== undefined) return known
    const index = this.count
    if (index === this.ready.length) this.#grow()
    this.count += 1
    this.indexes.set(agentId, index)
    this.facts.push({ agentId, teamIds: [], skills: {}, languages: [], capacity: 0 })
    this.presence.push('offline')
    this.fairness[index] = 1
    return index
  }

  setFacts(facts: AgentFacts): number {
    const index = this.index(facts.agentId)
    this.facts[index] = facts
    this.capacity[index] = facts.capacity
    return index
  }

  idOf(index: number): string {
    return this.facts[index]!.agentId
  }

  free(index: number): number {
    return this.capacity[index]! - this.used[index]!
  }

  /** The share of its capacity that an agent uses, 0 to 1. */
  load(index: number): number {
    const capacity = this.capacity[index]!
    return capacity > 0 ? Math.min(1, this.used[index]! / capacity) : 1
  }

  /** One conversation more (`sign` 1) or fewer (-1) that the agent has not answered. */
  owe(index: number, sign: 1 | -1, now: number): void {
    if (sign === 1 && this.unanswered[index] === 0) this.owesSince[index] = now
    this.unanswered[index]! += sign
  }

  /** The agent has answered somebody: it is there. */
  answered(index: number, now: number): void {
    this.lastActiveAt[index] = now
    this.owesSince[index] = now
  }

  /** Takes (`sign` 1) or gives back (-1) the units of one conversation. */
  carry(index: number, weight: number, sign: 1 | -1, now: number): void {
    this.#settle(index, now)
    this.used[index] = Math.max(0, this.used[index]! + sign * weight)
    this.active[index]! += sign
  }

  /**
   * Brings the fairness factors up to date when they have grown old: of many agents a part with
   * each call, so that no decision waits for all of them.
   */
  refresh(now: number): void {
    if (this.#pass === 'none') {
      if (now - this.#fairnessAt < FAIRNESS_AGE_MAX_MS) return
      this.#fairnessAt = now
      this.#sum = 0
      this.#ready = 0
      this.#begin('sum')
    }
    for (let left = REFRESHED_AT_ONCE; left > 0 && this.#pass !== 'none'; ) {
      const end = Math.min(this.count, this.#cursor + left)
      left -= Math.max(1, end - this.#cursor)
      if (this.#pass === 'sum') this.#addUp(end, now)
      else this.#evenOut(end)
      this.#cursor = end
      if (end < this.count) continue
      if (this.#pass === 'sum') {
        this.meanOccupancy = this.#ready === 0 ? 0 : this.#sum / this.#ready
        this.#begin('even')
      } else this.#begin('none')
    }
  }

  #begin(pass: 'none' | 'sum' | 'even'): void {
    this.#pass = pass
    this.#cursor = 0
  }

  #addUp(end: number, now: number): void {
    for (let index = this.#cursor; index < end; index += 1) {
      if (this.ready[index] === 0) continue
      this.#settle(index, now)
      this.#sum += this.occupancy[index]!
      this.#ready += 1
    }
  }

  #evenOut(end: number): void {
    const mean = this.meanOccupancy
    for (let index = this.#cursor; index < end; index += 1) {
      if (this.ready[index] === 0) continue
      const ratio = mean < 0.01 ? 0 : (this.occupancy[index]! - mean) / mean
      this.fairness[index] = Math.exp(this.#strength * Math.min(ratio, OCCUPANCY_RATIO_MAX))
    }
  }

  /** Who comes starts with the others' mean, so that nobody is flooded for having been away. */
  arrive(index: number, now: number): void {
    if (now - this.#occupancyAt[index]! > this.#memoryMs) {
      this.occupancy[index] = this.meanOccupancy
      this.#occupancyAt[index] = now
      this.fairness[index] = 1
    }
  }

  #settle(index: number, now: number): void {
    if (this.ready[index] === 1) {
      const load = this.load(index)
      const kept = Math.exp(-(now - this.#occupancyAt[index]!) / this.#memoryMs)
      this.occupancy[index] = load + (this.occupancy[index]! - load) * kept
    }
    this.#occupancyAt[index] = now
  }

  #grow(): void {
    const size = this.ready.length * 2
    this.ready = grown(this.ready, new Uint8Array(size))
    this.capacity = grown(this.capacity, new Float32Array(size))
    this.used = grown(this.used, new Float32Array(size))
    this.active = grown(this.active, new Int32Array(size))
    this.unanswered = grown(this.unanswered, new Int32Array(size))
    this.owesSince = grown(this.owesSince, new Float64Array(size))
    this.lastActiveAt = grown(this.lastActiveAt, new Float64Array(size))
    this.lastAssignedAt = grown(this.lastAssignedAt, new Float64Array(size))
    this.missedOffers = grown(this.missedOffers, new Int32Array(size))
    this.fairness = grown(this.fairness, new Float32Array(size))
    this.occupancy = grown(this.occupancy, new Float32Array(size))
    this.#occupancyAt = grown(this.#occupancyAt, new Float64Array(size))
  }
}

function grown<A extends { set(from: ArrayLike<number>): void }>(
  from: ArrayLike<number>,
  into: A,
): A {
  into.set(from)
  return into
}
