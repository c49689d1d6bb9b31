import {
  Refusal,
  type RefusalReason,
  refusals,
  type ServerBodyOf,
  TEXT_LENGTH_MAX,
} from '@parley/protocol'
import type { Connection } from './connection.ts'
import { defaultEnvironment, type Environment } from './socket.ts'

/** A message that no server has acked yet. */
export type PendingMessage = {
  clientId: string
  /** Empty: it starts a new conversation. */
  conversationId: string
  kind: 'text' | 'note'
  text: string
  createdAt: number
  state: 'sending' | 'failed'
  failure?: { reason: RefusalReason; message: string }
}

/** Where unsent messages outlive the page. Neither call throws. */
export interface OutboxStorage {
  load(): PendingMessage[]
  /** `settled` names messages that need no longer be kept, also when another tab saved them. */
  save(pending: readonly PendingMessage[], settled: ReadonlySet<string>): void
}

export type OutboxEvent =
  | { type: 'changed' }
  | { type: 'posted'; pending: PendingMessage; posted: ServerBodyOf<'posted'> }
  | { type: 'started'; pending: PendingMessage; started: ServerBodyOf<'conversationStarted'> }

export interface Outbox {
  /** In the order of posting; a new array on every change. */
  readonly pending: readonly PendingMessage[]
  post(draft: Pick<PendingMessage, 'conversationId' | 'kind' | 'text'>): PendingMessage
  /** Sends a failed message again. */
  retry(clientId: string): void
  /** Gives a failed message up. */
  discard(clientId: string): void
  subscribe(listener: (event: OutboxEvent) => void): () => void
  close(): void
}

/** How long after an answer of no use the same message is tried again. */
const RETRY_MS = 2_000

/**
 * Posts messages until they are acked: kept before they are sent, sent one after the other per
 * conversation, and sent again with the same `clientId` after every loss of connection and every
 * reload, so that each stands in the log once and in order. A refusal that will not change makes a
 * message failed; it waits for the person's decision and holds nobody up.
 */
export function createOutbox(options: {
  connection: Connection
  storage: OutboxStorage
  environment?: Environment
  createId?: () => string
}): Outbox {
  const { connection, storage } = options
  const { now, setTimer, clearTimer } = options.environment ?? defaultEnvironment
  const createId = options.createId ?? randomId
  const listeners = new Set<(event: OutboxEvent) => void>()
  /** Messages acked or discarded by this page: kept out of what other tabs may have saved. */
  const settled = new Set<string>()
  /** Conversations (or, under '', starts) of which one message is on its way. */
  const sending = new Set<string>()
  /** Conversations whose first message was refused for now, with the timer that ends it. */
  const resting = new Map<string, unknown>()
  let pending: readonly PendingMessage[] = storage.load()
  let isClosed = false

  function tell(event: OutboxEvent): void {
    for (const listener of [...listeners]) listener(event)
  }

  function update(next: readonly PendingMessage[]): void {
    pending = next
    storage.save(pending, settled)
    tell({ type: 'changed' })
  }

  function replace(clientId: string, change: (message: PendingMessage) => PendingMessage): void {
    update(pending.map((message) => (message.clientId === clientId ? change(message) : message)))
  }

  function remove(clientId: string): void {
    settled.add(clientId)
    update(pending.filter((message) => message.clientId !== clientId))
  }

  /** Sends the first message of each conversation that has none on its way. */
  function pump(): void {
    if (isClosed || connection.status.state !== 'online') return
    for (const message of pending) {
      const { conversationId, state } = message
      if (state !== 'sending' || sending.has(conversationId) || resting.has(conversationId))
        continue
      sending.add(conversationId)
      deliver(message)
        .catch((error: unknown) => {
          if (!isClosed) failed(message, error)
        })
        .finally(() => {
          sending.delete(conversationId)
          pump()
        })
    }
  }

  async function deliver(message: PendingMessage): Promise<void> {
    const { clientId, conversationId, kind, text } = message
    // The server would close the connection on a frame that is too large, again and again.
    if (text.length > TEXT_LENGTH_MAX) {
      throw new Refusal(
        'text_too_long',
        `The text has ${text.length} characters; at most ${TEXT_LENGTH_MAX} are allowed.`,
      )
    }
    if (conversationId === '') {
      const started = await connection.request(
        { $case: 'startConversation', value: { clientId, text: { text } } },
        'conversationStarted',
      )
      if (isClosed) return
      const startedId = started.conversation?.id ?? ''
      settled.add(clientId)
      // What was written behind the start belongs to the conversation that it opened.
      update(
        pending
          .filter((other) => other.clientId !== clientId)
          .map((other) =>
            other.conversationId === '' ? { ...other, conversationId: startedId } : other,
          ),
      )
      tell({ type: 'started', pending: message, started })
      return
    }
    const content = { $case: kind, value: { text } } as const
    const posted = await connection.request(
      { $case: 'post', value: { conversationId, clientId, content } },
      'posted',
    )
    if (isClosed) return
    remove(clientId)
    tell({ type: 'posted', pending: message, posted })
  }

  function failed(message: PendingMessage, error: unknown): void {
    if (error instanceof Refusal && needsPerson(error)) {
      const { reason, message: text } = error
      replace(message.clientId, (one) => ({
        ...one,
        state: 'failed',
        failure: { reason, message: text },
      }))
      return
    }
    // Lost, or not now: once more, later. A reconnect tries at once.
    if (connection.status.state !== 'online') return
    const { conversationId } = message
    const wake = () => {
      resting.delete(conversationId)
      pump()
    }
    const waitMs = error instanceof Refusal ? error.retryAfterMs || RETRY_MS : RETRY_MS
    resting.set(conversationId, setTimer(wake, waitMs))
  }

  function wakeAll(): void {
    for (const timer of resting.values()) clearTimer(timer)
    resting.clear()
  }

  const unsubscribe = connection.subscribe((event) => {
    if (event.type !== 'status_changed' || event.status.state !== 'online') return
    wakeAll()
    pump()
  })
  pump()

  return {
    get pending() {
      return pending
    },
    post(draft) {
      const message: PendingMessage = {
        ...draft,
        clientId: createId(),
        createdAt: now(),
        state: 'sending',
      }
      update([...pending, message])
      pump()
      return message
    },
    retry(clientId) {
      replace(clientId, ({ failure: _, ...message }) => ({ ...message, state: 'sending' }))
      pump()
    },
    discard: remove,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      isClosed = true
      unsubscribe()
      wakeAll()
      listeners.clear()
    },
  }
}

/** 128 random bits. Not `randomUUID`, which browsers withhold from pages served without TLS. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether waiting does not help: the refusal stays, or ends only when somebody does something. */
function needsPerson({ reason }: Refusal): boolean {
  return refusals[reason].retry === 'never' || reason === 'too_many_conversations'
}
