import type { Unsettled } from '@parley/browser'
import {
  type Connection,
  createThread,
  type Outbox,
  type PendingMessage,
  type Thread,
  type ThreadState,
} from '@parley/client'
import { computed, type ReadonlySignal, signal } from '@preact/signals'

/** Acked messages that are remembered until their thread shows them. */
const ACKED_MAX = 20

/** The one thread that is open: its log, and what its log does not show yet. */
export interface OpenThread {
  log: ReadonlySignal<ThreadState | undefined>
  /** Unsent messages, and sent ones still on their way back. */
  unsettled: ReadonlySignal<readonly Unsettled[]>
  /** Why a message of it was refused. */
  failure: ReadonlySignal<PendingMessage['failure']>
  /** Opens another one; `''` has no log yet. */
  open(conversationId: string): void
  loadOlder(): Promise<void>
}

/** Nothing is open at first. */
export function createOpenThread(connection: Connection, outbox: Outbox): OpenThread {
  const openId = signal('')
  const log = signal<ThreadState | undefined>(undefined)
  const pending = signal(outbox.pending)
  const isHere = ({ conversationId }: PendingMessage) => conversationId === openId.value
  const acked = signal<readonly (PendingMessage & { seq: number })[]>([])
  let thread: Thread | undefined

  outbox.subscribe((event) => {
    pending.value = outbox.pending
    if (event.type === 'changed') return
    const posted = event.type === 'posted' ? event.posted : event.started.posted
    if (posted === undefined) return
    const { conversationId, seq } = posted
    acked.value = [...acked.value.slice(1 - ACKED_MAX), { ...event.pending, conversationId, seq }]
  })

  return {
    log,
    unsettled: computed(() => {
      const lastSeq = log.value?.messages.at(-1)?.seq ?? 0
      return [
        ...acked.value
          .filter((message) => isHere(message) && message.seq > lastSeq)
          .map((message) => ({ ...message, state: 'sent' as const })),
        ...pending.value.filter(isHere),
      ]
    }),
    failure: computed(() => pending.value.find((one) => isHere(one) && one.failure)?.failure),
    open(conversationId) {
      thread?.close()
      const opened =
        conversationId === '' ? undefined : createThread({ connection, conversationId })
      thread = opened
      openId.value = conversationId
      log.value = opened?.state
      opened?.subscribe(() => {
        log.value = opened.state
      })
    },
    loadOlder: async () => thread?.loadOlder(),
  }
}
