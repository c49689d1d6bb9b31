/** A mark that is whole, and what may become one. */
const whole = /\[(\d{1,2})\]/g
const begun = /\[\d{0,2}$/

/**
 * The marks "[1]" in an engine's answer: each number that stands for something it was given becomes
 * the place of that thing among those that were used; any other is taken out. The text comes in
 * pieces, and no half of a mark is ever shown.
 */
export class CitationMarks {
  readonly #given: number
  /** Numbers of what was used, from 1 on, in the order in which the text names them. */
  readonly used: number[] = []
  #held = ''

  /** `given`: how many numbered things the engine was given. */
  constructor(given: number) {
    this.#given = given
  }

  /** What may be shown now. */
  push(piece: string): string {
    const text = this.#held + piece
    const from = begun.exec(text)?.index ?? text.length
    this.#held = text.slice(from)
    return text.slice(0, from).replace(whole, (_, digits: string) => this.#place(Number(digits)))
  }

  /** The text has ended: what was held back was no mark. */
  end(): string {
    const held = this.#held
    this.#held = ''
    return held
  }

  #place(number: number): string {
    if (number < 1 || number > this.#given) return ''
    if (!this.used.includes(number)) this.used.push(number)
    return `[${this.used.indexOf(number) + 1}]`
  }
}
