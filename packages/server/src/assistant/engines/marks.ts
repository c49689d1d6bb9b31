/** Something in an engine's text that is not meant for the visitor. */
export interface Mark {
  /** Matches a whole mark at the start of a text. */
  whole: RegExp
  /** Whether this may be the start of a mark, more of which comes. */
  mayBecome(text: string): boolean
  /** The reason that the mark gives, when it asks for a person. */
  handoff?: (match: RegExpExecArray) => string
}

const HANDOFF = '[[HANDOFF'
/** Of one line; what stands in brackets, as placeholders do, is a part of it. */
const REASON = '(?:[^[\\]\\n]|\\[[^[\\]\\n]{0,40}\\]){0,200}'
const begun = new RegExp(`^\\[\\[HANDOFF(?::${REASON}(?:\\[[^[\\]\\n]{0,40})?)?\\]?$`)

/** `[[HANDOFF]]` or `[[HANDOFF:reason]]`: how any engine can be taught to ask for a person. */
export const handoffMark: Mark = {
  whole: new RegExp(`^\\[\\[HANDOFF(?::(${REASON}))?\\]\\]`),
  mayBecome: (text) => HANDOFF.startsWith(text) || begun.test(text),
  handoff: (match) => match[1]?.trim() ?? '',
}

/**
 * Takes marks out of a text that comes in pieces. What may become one is held back until it is clear,
 * so no half of a mark is ever shown; everything else passes at once.
 */
export class MarkFilter {
  readonly #marks: readonly Mark[]
  readonly #starts: ReadonlySet<string>
  #held = ''
  /** Set once the text asked for a person. */
  handoff: string | undefined

  /** `starts` are the characters that marks begin with. */
  constructor(marks: readonly Mark[], starts: string) {
    this.#marks = marks
    this.#starts = new Set(starts)
  }

  /** What may be shown now. */
  push(piece: string): string {
    const text = this.#held + piece
    this.#held = ''
    let shown = ''
    let from = 0
    for (let index = 0; index < text.length; index += 1) {
      if (!this.#starts.has(text.charAt(index))) continue
      const rest = text.slice(index)
      const length = this.#take(rest)
      if (length > 0) {
        shown += text.slice(from, index)
        index += length - 1
        from = index + 1
      } else if (this.#marks.some((mark) => mark.mayBecome(rest))) {
        this.#held = rest
        return shown + text.slice(from, index)
      }
    }
    return shown + text.slice(from)
  }

  /** The text has ended: what was held back was no mark. */
  flush(): string {
    const held = this.#held
    this.#held = ''
    return held
  }

  /** The length of the mark that the text begins with; 0 when it begins with none. */
  #take(text: string): number {
    for (const { whole, handoff } of this.#marks) {
      const match = whole.exec(text)
      if (match === null) continue
      if (handoff !== undefined) this.handoff ??= handoff(match)
      return match[0].length
    }
    return 0
  }
}
