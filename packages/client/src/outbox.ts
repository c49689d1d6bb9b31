import { Refusal, refusals, type ServerBodyOf, TEXT_LENGTH_MAX } from '@parley/protocol'
import type { Connection } from './connection.ts'
import type { OutboxStorage, PendingFile, PendingMessage } from './pending-message.ts'
import { defaultEnvironment, type Environment } from './socket.ts'
import type { FileBytes, Uploads } from './uploads.ts'

export type OutboxEvent =
  | { type: 'changed' }
  | { type: 'posted'; pending: PendingMessage; posted: ServerBodyOf<'posted'> }
  | { type: 'started'; pending: PendingMessage; started: ServerBodyOf<'conversationStarted'> }

export interface Outbox {
  /** In the order of posting; a new array on every change. */
  readonly pending: readonly PendingMessage[]
  post(draft: { conversationId: string; kind: 'text' | 'note'; text: string }): PendingMessage
  /** Uploads the file and posts it. What is posted meanwhile does not wait for it. */
  postFile(draft: { conversationId: string; file: PendingFile; bytes: FileBytes }): PendingMessage
  /** Sends a failed message again. */
  retry(clientId: string): void
  /** Gives a failed message up, or a file that is not posted yet. */
  discard(clientId: string): void
  subscribe(listener: (event: OutboxEvent) => void): () => void
  close(): void
}

/** How long after an answer of no use the same message is tried again. */
const RETRY_MS = 2_000

/**
 * Posts messages until they are acked: kept before they are sent, sent one after the other per
 * conversation, and sent again with the same `clientId` after every loss of connection and every
 * reload, so that each stands in the log once and in order. A file is posted when it stands on the
 * server; texts behind it go ahead meanwhile. A refusal that will not change makes a message failed;
 * it waits for the person's decision and holds nobody up.
 */
export function createOutbox(options: {
  connection: Connection
  storage: OutboxStorage
  /** Without them no file can be sent. */
  uploads?: Pick<Uploads, 'add' | 'send' | 'forget'>
  environment?: Environment
  createId?: () => string
}): Outbox {
  const { connection, storage, uploads } = options
  const { now, setTimer, clearTimer } = options.environment ?? defaultEnvironment
  const createId = options.createId ?? randomId
  const listeners = new Set<(event: OutboxEvent) => void>()
  /** Messages acked or discarded by this page: kept out of what other tabs may have saved. */
  const settled = new Set<string>()
  /** Conversations (or, under '', starts) of which one message is on its way. */
  const sending = new Set<string>()
  /** Conversations whose first message was refused for now, with the timer that ends it. */
  const resting = new Map<string, unknown>()
  /** Files on their way to the server, with what stops them. */
  const uploading = new Map<string, AbortController>()
  let pending: readonly PendingMessage[] = storage.load()
  /** Found in the storage: another tab may be sending them, too, or may have given them up. */
  const inherited = new Set(pending.map(({ clientId }) => clientId))
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

  function remove(clientId: string, isPosted: boolean): void {
    const message = pending.find((one) => one.clientId === clientId)
    if (message?.kind === 'file') uploads?.forget(clientId, isPosted)
    settled.add(clientId)
    update(pending.filter((one) => one.clientId !== clientId))
  }

  function upload({ clientId, file }: PendingMessage): void {
    if (file === undefined || uploading.has(clientId)) return
    const stop = new AbortController()
    uploading.set(clientId, stop)
    const { name, size } = file
    // Not stored: the server knows it best.
    const progress = (sentBytes: number) => {
      pending = pending.map((one) => (one.clientId === clientId ? { ...one, sentBytes } : one))
      tell({ type: 'changed' })
    }
    const sent =
      uploads?.send({ clientId, name, size }, progress, stop.signal) ??
      Promise.reject(new Error('This page sends no files.'))
    sent
      .then(() => {
        if (stop.signal.aborted) return
        if (isSettledElsewhere(clientId)) update(pending.filter((one) => one.clientId !== clientId))
        else replace(clientId, (one) => ({ ...one, state: 'sending' }))
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) uploadFailed(clientId, error)
      })
      .finally(() => {
        if (uploading.get(clientId) === stop) uploading.delete(clientId)
        pump()
      })
  }

  /** A file that was cancelled in one tab must not be posted by another. */
  function isSettledElsewhere(clientId: string): boolean {
    return (
      inherited.has(clientId) && !storage.load().some((message) => message.clientId === clientId)
    )
  }

  function uploadFailed(clientId: string, error: unknown): void {
    const isRefused = error instanceof Refusal
    const reason = isRefused ? error.reason : 'file_gone'
    const { message } = error as Error
    replace(clientId, (one) => ({ ...one, state: 'failed', failure: { reason, message } }))
  }

  /** Sends the first message of each conversation that has none on its way. */
  function pump(): void {
    if (isClosed || connection.status.state !== 'online') return
    for (const message of pending) {
      const { conversationId, state } = message
      if (state === 'uploading') upload(message)
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
      const content = kind === 'file' ? { file: {} } : { text: { text } }
      const started = await connection.request(
        { $case: 'startConversation', value: { clientId, text: undefined, ...content } },
        'conversationStarted',
      )
      if (isClosed) return
      const startedId = started.conversation?.id ?? ''
      if (kind === 'file') uploads?.forget(clientId, true)
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
    const content =
      kind === 'file'
        ? ({ $case: kind, value: {} } as const)
        : ({ $case: kind, value: { text } } as const)
    const posted = await connection.request(
      { $case: 'post', value: { conversationId, clientId, content } },
      'posted',
    )
    if (isClosed) return
    remove(clientId, true)
    tell({ type: 'posted', pending: message, posted })
  }

  function failed(message: PendingMessage, error: unknown): void {
    const isRefused = error instanceof Refusal
    if (isRefused && error.reason === 'file_missing') {
      // The server has forgotten it, as it does after a day: once more from the start.
      replace(message.clientId, (one) => ({ ...one, state: 'uploading', sentBytes: 0 }))
    } else if (isRefused && needsPerson(error)) {
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
    const waitMs = isRefused ? error.retryAfterMs || RETRY_MS : RETRY_MS
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

  const stamp = () => ({ clientId: createId(), createdAt: now() })

  function add(message: PendingMessage): PendingMessage {
    update([...pending, message])
    pump()
    return message
  }

  return {
    get pending() {
      return pending
    },
    post: (draft) => add({ ...draft, ...stamp(), state: 'sending' }),
    postFile({ conversationId, file, bytes }) {
      const stamped = stamp()
      uploads?.add(stamped.clientId, bytes)
      return add({ ...stamped, conversationId, kind: 'file', text: '', file, state: 'uploading' })
    },
    retry(clientId) {
      replace(clientId, ({ failure: _, ...message }) => ({
        ...message,
        state: message.kind === 'file' ? 'uploading' : 'sending',
      }))
      pump()
    },
    discard(clientId) {
      uploading.get(clientId)?.abort()
      uploading.delete(clientId)
      remove(clientId, false)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      isClosed = true
      for (const stop of uploading.values()) stop.abort()
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
