import { AuthorKind, type ServerBody } from '@parley/protocol'
import type { Connection } from './connection.ts'

/** What the assistant is writing in one conversation. */
export interface AnswerDraft {
  /** The message that is answered. */
  readonly questionSeq: number
  readonly authorName: string
  /** Empty while it thinks. */
  readonly text: string
}

/** The answers that are being written, by conversation: a new map on every change. */
export interface AnswerDrafts {
  readonly drafts: ReadonlyMap<string, AnswerDraft>
  subscribe(listener: () => void): () => void
}

/**
 * Follows answers while they are written. A draft ends with its message, when it is dropped, or with
 * the connection: after a reconnect the server tells it whole, so nothing shows twice. A part that
 * does not continue what is known is left out; the message comes in any case.
 */
export function createAnswerDrafts(connection: Connection): AnswerDrafts {
  const listeners = new Set<() => void>()
  let drafts: ReadonlyMap<string, AnswerDraft> = new Map()

  function set(conversationId: string, draft: AnswerDraft | undefined): void {
    if (draft === drafts.get(conversationId)) return
    const next = new Map(drafts)
    if (draft === undefined) next.delete(conversationId)
    else next.set(conversationId, draft)
    drafts = next
    for (const listener of [...listeners]) listener()
  }

  function pushed(body: ServerBody): void {
    if (body.$case === 'messagePosted') {
      const { message } = body.value
      const isSaid = message?.content?.$case === 'text'
      if (isSaid && message.authorKind !== AuthorKind.CONTACT)
        set(message.conversationId, undefined)
      return
    }
    if (body.$case !== 'answerDrafted') return
    const { conversationId, questionSeq, authorName, offset, text, isDropped } = body.value
    const known = drafts.get(conversationId)
    if (known !== undefined && questionSeq < known.questionSeq) return
    if (isDropped) {
      set(conversationId, undefined)
      return
    }
    if (offset === 0) {
      set(conversationId, { questionSeq, authorName, text })
      return
    }
    if (known?.questionSeq !== questionSeq || offset > known.text.length) return
    set(conversationId, { questionSeq, authorName, text: known.text.slice(0, offset) + text })
  }

  connection.subscribe((event) => {
    if (event.type === 'pushed') pushed(event.body)
    else if (event.type === 'status_changed' && event.status.state !== 'online') {
      for (const conversationId of drafts.keys()) set(conversationId, undefined)
    }
  })

  return {
    get drafts() {
      return drafts
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
