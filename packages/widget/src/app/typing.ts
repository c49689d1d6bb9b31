import type { Connection } from '@parley/client'
import type { ServerBodyOf } from '@parley/protocol'
import { signal } from '@preact/signals'

/** How often the unsent text is told at most, and when a pause counts as the end of typing. */
const TELL_MS = 1_200
const PAUSE_MS = 5_000

/** How long somebody is believed to type without a further sign. */
const BELIEVED_MS = 8_000

/** Both directions of typing: what the visitor types, told sparingly; and who types to it. */
export function createTyping(connection: Connection) {
  const typists = signal<ReadonlyMap<string, string>>(new Map())
  const forgetTimers = new Map<string, ReturnType<typeof setTimeout>>()
  let isPreviewOn = false
  let conversation = ''
  let text = ''
  let isTelling = false
  let tellTimer: ReturnType<typeof setTimeout> | undefined
  let pauseTimer: ReturnType<typeof setTimeout> | undefined

  function tell(isTyping: boolean): void {
    isTelling = isTyping
    connection.notify({
      $case: 'typing',
      value: { conversationId: conversation, isTyping, text: isTyping && isPreviewOn ? text : '' },
    })
  }

  function stop(): void {
    clearTimeout(tellTimer)
    clearTimeout(pauseTimer)
    tellTimer = undefined
    if (isTelling) tell(false)
  }

  function forget(conversationId: string): void {
    clearTimeout(forgetTimers.get(conversationId))
    forgetTimers.delete(conversationId)
    if (!typists.value.has(conversationId)) return
    const next = new Map(typists.value)
    next.delete(conversationId)
    typists.value = next
  }

  return {
    typists,
    stop,
    set isPreviewOn(next: boolean) {
      isPreviewOn = next
    },
    typed(conversationId: string, next: string): void {
      if (conversationId === '') return
      if (conversationId !== conversation) stop()
      conversation = conversationId
      text = next
      if (next.trim() === '') {
        stop()
        return
      }
      clearTimeout(pauseTimer)
      pauseTimer = setTimeout(stop, PAUSE_MS)
      if (!isTelling) tell(true)
      tellTimer ??= setTimeout(() => {
        tellTimer = undefined
        if (isTelling) tell(true)
      }, TELL_MS)
    },
    changed({ conversationId, authorName, isTyping }: ServerBodyOf<'typingChanged'>): void {
      forget(conversationId)
      if (!isTyping) return
      typists.value = new Map(typists.value).set(conversationId, authorName)
      forgetTimers.set(
        conversationId,
        setTimeout(() => forget(conversationId), BELIEVED_MS),
      )
    },
    /** A message came: whoever typed has finished. */
    heard: forget,
  }
}
