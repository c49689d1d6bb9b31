import { startOfDay } from '@parley/browser'
import { AuthorKind, EventType, type Message } from '@parley/protocol'
import type { Unsettled } from '../app/store.ts'

/** One row of a thread, ready to be drawn. */
export type Entry =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'new'; key: string }
  | { kind: 'event'; key: string; type: EventType; name: string }
  | {
      kind: 'message'
      key: string
      text: string
      at: number
      isOwn: boolean
      author: string
      /** First and last of a run by the same author: where the name and the corner go. */
      isFirst: boolean
      isLast: boolean
      seq: number
      state: 'sent' | Unsettled['state']
    }

/** How long after the last message the same author starts a new run. */
const RUN_MS = 5 * 60_000

/** Lays a thread out: days, the line above what is new, events, and messages in runs by author. */
export function layOut(
  messages: readonly Message[],
  unsettled: readonly Unsettled[],
  firstUnreadSeq: number,
): Entry[] {
  const entries: Entry[] = []
  let day = 0
  const onDay = (at: number) => {
    if (startOfDay(at) === day) return
    day = startOfDay(at)
    entries.push({ kind: 'day', key: `day ${day}`, at })
  }
  let isMarked = false
  for (const { seq, clientId, content, authorKind, authorName, postedAt } of messages) {
    if (content?.$case !== 'text' && content?.$case !== 'event') continue
    if (content.$case === 'event') {
      if (!told.has(content.value.type)) continue
      onDay(postedAt)
      const { type, agentName } = content.value
      entries.push({ kind: 'event', key: `event ${seq}`, type, name: agentName })
      continue
    }
    onDay(postedAt)
    const isOwn = authorKind === AuthorKind.CONTACT
    if (!isMarked && !isOwn && firstUnreadSeq > 0 && seq >= firstUnreadSeq) {
      isMarked = true
      entries.push({ kind: 'new', key: 'new' })
    }
    // One's own message keeps its key when it comes back from the log, so it is not drawn anew.
    const key = isOwn ? `own ${clientId}` : `seq ${seq}`
    const { text } = content.value
    entries.push(message({ key, text, at: postedAt, isOwn, author: authorName, seq }))
  }
  for (const { clientId, text, createdAt, state } of unsettled) {
    onDay(createdAt)
    const key = `own ${clientId}`
    if (entries.some((entry) => entry.key === key)) continue
    entries.push({
      ...message({ key, text, at: createdAt, isOwn: true, author: '', seq: 0 }),
      state,
    })
  }
  return withRuns(entries)
}

type MessageEntry = Extract<Entry, { kind: 'message' }>

function message(parts: Omit<MessageEntry, 'kind' | 'isFirst' | 'isLast' | 'state'>): MessageEntry {
  return { ...parts, kind: 'message', isFirst: true, isLast: true, state: 'sent' }
}

function withRuns(entries: Entry[]): Entry[] {
  return entries.map((entry, index) => {
    if (entry.kind !== 'message') return entry
    return {
      ...entry,
      isFirst: !continues(entries[index - 1], entry),
      isLast: !continues(entry, entries[index + 1]),
    }
  })
}

function continues(before: Entry | undefined, after: Entry | undefined): boolean {
  return (
    before?.kind === 'message' &&
    after?.kind === 'message' &&
    before.isOwn === after.isOwn &&
    before.author === after.author &&
    after.at - before.at < RUN_MS
  )
}

/** Events that concern a visitor. */
const told = new Set<EventType>([
  EventType.ASSIGNED,
  EventType.TRANSFERRED,
  EventType.RELEASED,
  EventType.RESOLVED,
  EventType.REOPENED,
])
