const OPEN = '<think>'
const CLOSE = '</think>'

/**
 * Leaves out what some models think aloud at the start of an answer, between `<think>` tags. The
 * text comes in pieces, cut anywhere.
 */
export class WithoutThoughts {
  #state: 'start' | 'thinking' | 'answering' = 'start'
  #held = ''

  /** What is the answer's. */
  push(piece: string): string {
    if (this.#state === 'answering') return piece
    this.#held += piece
    if (this.#state === 'start') {
      const text = this.#held.trimStart()
      if (OPEN.startsWith(text)) return ''
      if (!text.startsWith(OPEN)) return this.flush()
      this.#state = 'thinking'
    }
    const end = this.#held.indexOf(CLOSE)
    if (end === -1) {
      // Only what may be the start of the closing tag is still needed.
      this.#held = this.#held.slice(-CLOSE.length + 1)
      return ''
    }
    const answer = this.#held.slice(end + CLOSE.length).trimStart()
    // Blank lines after the thoughts are no answer yet.
    if (answer === '') {
      this.#held = CLOSE
      return ''
    }
    this.#held = ''
    this.#state = 'answering'
    return answer
  }

  /** The text has ended: what was held back is the answer's, unless it was a thought. */
  flush(): string {
    const held = this.#state === 'start' ? this.#held : ''
    this.#held = ''
    if (this.#state === 'start' && held !== '') this.#state = 'answering'
    return held
  }
}
