/**
 * The `size` least of a scan, without sorting the rest. Ties go to the lesser `tie`.
 * One instance serves one scan after the other, so that a decision allocates nothing.
 */
export class Best {
  count = 0
  readonly agents: Int32Array
  readonly costs: Float64Array
  readonly #ties: Float64Array
  #size: number

  constructor(sizeMax: number) {
    this.agents = new Int32Array(sizeMax)
    this.costs = new Float64Array(sizeMax)
    this.#ties = new Float64Array(sizeMax)
    this.#size = sizeMax
  }

  start(size: number): void {
    this.count = 0
    this.#size = Math.min(size, this.agents.length)
  }

  offer(agent: number, cost: number, tie: number): void {
    let at = this.count
    if (at === this.#size) {
      if (!this.#isLess(cost, tie, at - 1)) return
      at -= 1
    } else this.count += 1
    // Insertion keeps them sorted; few of many ever come this far.
    while (at > 0 && this.#isLess(cost, tie, at - 1)) {
      this.agents[at] = this.agents[at - 1]!
      this.costs[at] = this.costs[at - 1]!
      this.#ties[at] = this.#ties[at - 1]!
      at -= 1
    }
    this.agents[at] = agent
    this.costs[at] = cost
    this.#ties[at] = tie
  }

  /** What costs more than this is not among them. */
  worst(): number {
    return this.count < this.#size ? Number.POSITIVE_INFINITY : this.costs[this.count - 1]!
  }

  /** Makes sure that the agent is among them, in the place of the last when there is no room. */
  include(agent: number): void {
    if (this.agents.subarray(0, this.count).includes(agent)) return
    if (this.count < this.#size) this.count += 1
    this.agents[this.count - 1] = agent
  }

  #isLess(cost: number, tie: number, than: number): boolean {
    const other = this.costs[than]!
    return cost < other || (cost === other && tie < this.#ties[than]!)
  }
}
