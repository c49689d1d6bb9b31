const FIRST_CAPACITY = 8

/**
 * The 32-bit hashes of a log's messages, four bytes each and mostly outside the heap: an open
 * conversation has them in memory for as long as it is in use, however long it becomes.
 */
export class ClientHashes {
  #values: Uint32Array
  #length: number

  constructor(values: readonly number[] = []) {
    this.#values = new Uint32Array(Math.max(FIRST_CAPACITY, values.length))
    this.#values.set(values)
    this.#length = values.length
  }

  get length(): number {
    return this.#length
  }

  has(hash: number): boolean {
    const at = this.#values.indexOf(hash)
    return at >= 0 && at < this.#length
  }

  add(hash: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Uint32Array(Math.ceil(this.#length * 1.5))
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.#length] = hash
    this.#length += 1
  }

  /** What was added after the first `length` ones does not stand. */
  cut(length: number): void {
    this.#length = Math.min(this.#length, length)
  }
}
