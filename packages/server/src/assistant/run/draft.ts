/** A part of an answer on its way to the visitor. */
export interface DraftPart {
  conversationId: string
  contactId: string
  questionSeq: number
  authorName: string
  /** In UTF-16 code units from the start; 0 begins the draft. */
  offset: number
  text: string
  isDropped: boolean
}

/** Words gather for so long before they are shown: some 20 frames a second read as fluent. */
const GATHER_MS = 50

/**
 * What the assistant has written of one answer. Engines send single characters; the visitor gets
 * what gathered in a short span, the first words at once.
 */
export function createDraft(
  of: Pick<DraftPart, 'conversationId' | 'contactId' | 'questionSeq' | 'authorName'>,
  deliver: (part: DraftPart) => void,
) {
  let text = ''
  let shown = 0
  let isBegun = false
  let timer: NodeJS.Timeout | undefined

  function show(): void {
    timer = undefined
    if (shown === text.length && isBegun) return
    deliver({ ...of, offset: shown, text: text.slice(shown), isDropped: false })
    shown = text.length
    isBegun = true
  }

  return {
    /** '' shows that the assistant thinks. */
    write(more: string): void {
      text += more
      if (!isBegun || (shown === 0 && text !== '')) show()
      else timer ??= setTimeout(show, GATHER_MS)
    },

    /** What was written does not stand. */
    restart(): void {
      text = ''
      shown = 0
      if (isBegun) deliver({ ...of, offset: 0, text: '', isDropped: false })
    },

    /** Ends it. A dropped one is taken off the visitor's page; any other gives way to its message. */
    end(isDropped: boolean): void {
      clearTimeout(timer)
      timer = undefined
      if (isDropped && isBegun) deliver({ ...of, offset: 0, text: '', isDropped: true })
      isBegun = false
    },

    /** All of it, for who joins now; undefined while nothing was shown. */
    whole(): DraftPart | undefined {
      if (!isBegun) return undefined
      return { ...of, offset: 0, text: text.slice(0, shown), isDropped: false }
    },
  }
}

export type Draft = ReturnType<typeof createDraft>
