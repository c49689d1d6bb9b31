import type { ServerBodyOf } from '@parley/protocol'
import type { Connection } from './connection.ts'
import { defaultEnvironment, type Environment } from './socket.ts'

/** How often the unsent text is told at most, and when a pause counts as the end of typing. */
const TELL_MS = 1_200
const PAUSE_MS = 5_000

/** How long somebody is believed to type without a further sign. */
const BELIEVED_MS = 8_000

/** Somebody who types; `text` is what was typed so far, where that is shown. */
export interface Typist {
  name: string
  text: string
}

export interface Typing {
  /** Who types, by conversation; a new map on every change. */
  readonly typists: ReadonlyMap<string, Typist>
  /** Whether the unsent text is told along. */
  isPreviewOn: boolean
  /** The person has typed; an empty text ends it. */
  typed(conversationId: string, text: string): void
  /** The person has sent or left what it typed. */
  stop(): void
  /** The server tells that somebody types or has stopped. */
  changed(push: ServerBodyOf<'typingChanged'>): void
  /** A message came: whoever typed it has finished. */
  heard(conversationId: string): void
  subscribe(listener: () => void): () => void
  close(): void
}

/** Both directions of typing: what the person types, told sparingly; and who types to it. */
export function createTyping(
  connection: Connection,
  { setTimer, clearTimer }: Environment = defaultEnvironment,
): Typing {
  const listeners = new Set<() => void>()
  const forgetTimers = new Map<string, unknown>()
  let typists: ReadonlyMap<string, Typist> = new Map()
  let conversation = ''
  let text = ''
  let isTelling = false
  let tellTimer: unknown
  let pauseTimer: unknown

  function update(next: ReadonlyMap<string, Typist>): void {
    typists = next
    for (const listener of [...listeners]) listener()
  }

  function tell(isTyping: boolean): void {
    isTelling = isTyping
    connection.notify({
      $case: 'typing',
      value: {
        conversationId: conversation,
        isTyping,
        text: isTyping && room.isPreviewOn ? text : '',
      },
    })
  }

  function forget(conversationId: string): void {
    clearTimer(forgetTimers.get(conversationId))
    forgetTimers.delete(conversationId)
    if (!typists.has(conversationId)) return
    const next = new Map(typists)
    next.delete(conversationId)
    update(next)
  }

  const room: Typing = {
    get typists() {
      return typists
    },
    isPreviewOn: false,
    typed(conversationId, next) {
      if (conversationId === '') return
      if (conversationId !== conversation) room.stop()
      conversation = conversationId
      text = next
      if (next.trim() === '') {
        room.stop()
        return
      }
      clearTimer(pauseTimer)
      pauseTimer = setTimer(room.stop, PAUSE_MS)
      if (!isTelling) tell(true)
      tellTimer ??= setTimer(() => {
        tellTimer = undefined
        if (isTelling) tell(true)
      }, TELL_MS)
    },
    stop() {
      clearTimer(tellTimer)
      clearTimer(pauseTimer)
      tellTimer = undefined
      if (isTelling) tell(false)
    },
    changed({ conversationId, authorName: name, isTyping, text: typed }) {
      clearTimer(forgetTimers.get(conversationId))
      if (!isTyping) {
        forget(conversationId)
        return
      }
      forgetTimers.set(
        conversationId,
        setTimer(() => forget(conversationId), BELIEVED_MS),
      )
      update(new Map(typists).set(conversationId, { name, text: typed }))
    },
    heard: forget,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      clearTimer(tellTimer)
      clearTimer(pauseTimer)
      for (const timer of forgetTimers.values()) clearTimer(timer)
      listeners.clear()
    },
  }
  return room
}
