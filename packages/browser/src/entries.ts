import {
  type Answer,
  AuthorKind,
  type EventType,
  type FileKind,
  type Message,
} from '@parley/protocol'
import { startOfDay } from './times.ts'

/** One row of a thread, ready to be drawn. */
export type Entry =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'new'; key: string }
  | { kind: 'event'; key: string; at: number; type: EventType; by: string; name: string }
  | MessageEntry

export interface MessageEntry {
  kind: 'message'
  key: string
  clientId: string
  /** Of a file: its name. */
  text: string
  file: EntryFile | undefined
  isNote: boolean
  isByAssistant: boolean
  /** What the assistant says beside its words; undefined for everybody else's. */
  answer: Answer | undefined
  at: number
  /** Of the side that looks at it. */
  isOwn: boolean
  author: string
  /** First and last of a run by the same author: where the name and the corner go. */
  isFirst: boolean
  isLast: boolean
  /** 0 until it is acked. */
  seq: number
  state: Unsettled['state']
  failure: Unsettled['failure']
}

/** A file as a thread shows it. */
export interface EntryFile {
  name: string
  /** In bytes. */
  size: number
  kind: FileKind
  /** Of a picture, in pixels; 0 when unknown. */
  width: number
  height: number
  hasPreview: boolean
  /** Bytes that stand on the server's disk. */
  sentBytes: number
}

/** One's own message before it stands in the log on screen. */
export interface Unsettled {
  clientId: string
  kind: 'text' | 'note' | 'file'
  text: string
  file?: Pick<EntryFile, 'name' | 'size' | 'kind' | 'width' | 'height'>
  sentBytes?: number
  createdAt: number
  /** `sent`: acked, and still on its way back. */
  state: 'uploading' | 'sending' | 'failed' | 'sent'
  failure?: { reason: string; message: string } | undefined
}

/** Who looks at the thread: on which side its own messages stand, and which events concern it. */
export interface Viewer {
  side: 'contact' | 'agent'
  /** Who wrote the unsettled messages. */
  name: string
  isTold: (type: EventType) => boolean
}

/** How long after the last message the same author starts a new run. */
const RUN_MS = 5 * 60_000

/** Lays a thread out: days, the line above what is new, events, and messages in runs by author. */
export function layOut(
  messages: readonly Message[],
  unsettled: readonly Unsettled[],
  firstUnreadSeq: number,
  viewer: Viewer,
): Entry[] {
  const entries: Entry[] = []
  const keys = new Set<string>()
  let day = 0
  let isMarked = false

  function add(entry: Exclude<Entry, { kind: 'day' | 'new' }>): void {
    if (startOfDay(entry.at) !== day) {
      day = startOfDay(entry.at)
      entries.push({ kind: 'day', key: `day ${day}`, at: entry.at })
    }
    if (entry.kind === 'message' && !entry.isOwn && !isMarked) {
      isMarked = firstUnreadSeq > 0 && entry.seq >= firstUnreadSeq
      if (isMarked) entries.push({ kind: 'new', key: 'new' })
    }
    keys.add(entry.key)
    entries.push(entry)
  }

  for (const message of messages) {
    const entry = toEntry(message, viewer)
    if (entry !== undefined) add(entry)
  }
  for (const {
    clientId,
    kind,
    text,
    file,
    sentBytes = 0,
    createdAt,
    state,
    failure,
  } of unsettled) {
    if (keys.has(ownKey(clientId))) continue
    add({
      kind: 'message',
      key: ownKey(clientId),
      clientId,
      text: file?.name ?? text,
      file: file && { ...file, hasPreview: false, sentBytes },
      isNote: kind === 'note',
      isByAssistant: false,
      answer: undefined,
      at: createdAt,
      isOwn: true,
      author: viewer.name,
      isFirst: true,
      isLast: true,
      seq: 0,
      state,
      failure,
    })
  }
  return withRuns(entries)
}

function toEntry(
  { seq, clientId, content, authorKind, authorName, postedAt }: Message,
  { side, isTold }: Viewer,
): Exclude<Entry, { kind: 'day' | 'new' }> | undefined {
  switch (content?.$case) {
    case 'event': {
      const { type, agentName: name } = content.value
      if (!isTold(type)) return undefined
      return { kind: 'event', key: `seq ${seq}`, at: postedAt, type, by: authorName, name }
    }
    case 'text':
    case 'file':
    case 'note': {
      const isContact = authorKind === AuthorKind.CONTACT
      const isOwn = isContact === (side === 'contact')
      return {
        kind: 'message',
        // One's own message keeps its key when it comes back from the log: it is not drawn anew.
        key: isOwn ? ownKey(clientId) : `seq ${seq}`,
        clientId,
        text: content.$case === 'file' ? content.value.name : content.value.text,
        file: content.$case === 'file' ? { ...content.value, sentBytes: 0 } : undefined,
        isNote: content.$case === 'note',
        isByAssistant: authorKind === AuthorKind.ASSISTANT,
        answer: content.$case === 'text' ? content.value.answer : undefined,
        at: postedAt,
        isOwn,
        author: authorName,
        isFirst: true,
        isLast: true,
        seq,
        state: 'sent',
        failure: undefined,
      }
    }
    // What only the other side reads has nothing to show.
    case 'withheld':
    case undefined:
      return undefined
  }
}

function ownKey(clientId: string): string {
  return `own ${clientId}`
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
    before.isNote === after.isNote &&
    before.author === after.author &&
    after.at - before.at < RUN_MS
  )
}
