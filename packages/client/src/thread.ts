import { type Message, Refusal } from '@parley/protocol'
import type { Connection } from './connection.ts'
import { defaultEnvironment, type Environment } from './socket.ts'

/** What is known of a conversation's log: an immutable snapshot, a new object on every change. */
export type ThreadState = {
  /**
   * Ascending and without gaps, from some seq to the newest known. `withheld` ones are among them
   * and have nothing to show.
   */
  messages: readonly Message[]
  hasOlder: boolean
  isLoading: boolean
  /** False from a loss of connection until the log was fetched up to its end again. */
  isCaughtUp: boolean
  /** Set when the conversation cannot be read. */
  refusal: Refusal | undefined
}

export interface Thread {
  readonly conversationId: string
  readonly state: ThreadState
  loadOlder(): Promise<void>
  subscribe(listener: () => void): () => void
  close(): void
}

/** How long after a failed fetch the next one follows, while the connection stands. */
const RETRY_MS = 2_000

/**
 * Mirrors one conversation's log: fetches the newest page, appends what is pushed, and fetches
 * what is missing after a jump in `seq`, a `behind`, or a reconnect. However pushes and pages
 * interleave, the mirror has no gap and no message twice.
 */
export function createThread(options: {
  connection: Connection
  conversationId: string
  /** @default 50 */
  pageSize?: number
  environment?: Environment
}): Thread {
  const { connection, conversationId, pageSize = 50 } = options
  const { setTimer, clearTimer } = options.environment ?? defaultEnvironment
  const listeners = new Set<() => void>()
  let state: ThreadState = {
    messages: [],
    hasOlder: false,
    isLoading: true,
    isCaughtUp: false,
    refusal: undefined,
  }
  /** Pushed messages beyond the end of the mirror, until the fetch has closed the gap. */
  let ahead: Message[] = []
  let isFetched = false
  let isFetching = false
  let isLoadingOlder = false
  let isStale = true
  let isClosed = false
  let retryTimer: unknown

  function update(change: Partial<ThreadState>): void {
    state = { ...state, ...change }
    for (const listener of [...listeners]) listener()
  }

  const lastSeq = () => state.messages.at(-1)?.seq ?? 0

  /** Appends those that continue the mirror; keeps those beyond a gap aside. */
  function append(messages: readonly Message[]): void {
    const sorted = [...ahead, ...messages].sort((one, other) => one.seq - other.seq)
    const next = [...state.messages]
    let end = lastSeq()
    ahead = []
    for (const message of sorted) {
      if (message.seq <= end) continue
      // Before the newest page is here, nobody knows whether a pushed message continues anything.
      if (isFetched && message.seq === end + 1) {
        next.push(message)
        end = message.seq
      } else if (ahead.at(-1)?.seq !== message.seq) ahead.push(message)
    }
    if (next.length !== state.messages.length) update({ messages: next })
  }

  /** Fetches until the end of the log, one page after the other. */
  async function catchUp(): Promise<void> {
    isStale = true
    if (isFetching || isClosed || connection.status.state !== 'online') return
    isFetching = true
    clearTimer(retryTimer)
    try {
      while (isStale && !isClosed) {
        isStale = false
        const hasMore = isFetched ? await fetchAfter() : await fetchNewest()
        if (hasMore) isStale = true
      }
      if (isClosed) return
      // What was answered just before a loss leaves the mirror whole, yet not up to date.
      const isCaughtUp = ahead.length === 0 && connection.status.state === 'online'
      update({ isCaughtUp, isLoading: isLoadingOlder, refusal: undefined })
      if (ahead.length > 0) retryIn(RETRY_MS)
    } catch (error) {
      fetchFailed(error)
    } finally {
      isFetching = false
    }
  }

  function fetchFailed(error: unknown): void {
    if (isClosed) return
    isStale = true
    if (error instanceof Refusal && error.retryAfterMs === 0) {
      update({ refusal: error, isLoading: false })
      return
    }
    // Not now. A reconnect fetches at once.
    retryIn(error instanceof Refusal ? error.retryAfterMs : RETRY_MS)
  }

  function retryIn(ms: number): void {
    clearTimer(retryTimer)
    retryTimer = setTimer(() => void catchUp(), ms)
  }

  async function fetchNewest(): Promise<boolean> {
    const page = await fetch({ $case: 'beforeSeq', value: 0 })
    isFetched = true
    const pushed = ahead
    ahead = []
    update({ messages: page.messages, hasOlder: page.hasMore })
    append(pushed)
    return ahead.length > 0
  }

  async function fetchAfter(): Promise<boolean> {
    const page = await fetch({ $case: 'afterSeq', value: lastSeq() })
    append(page.messages)
    return page.hasMore
  }

  function fetch(range: { $case: 'beforeSeq' | 'afterSeq'; value: number }) {
    return connection.request(
      { $case: 'fetchMessages', value: { conversationId, range, limit: pageSize } },
      'messagePage',
    )
  }

  const unsubscribe = connection.subscribe((event) => {
    if (event.type === 'status_changed') {
      if (event.status.state === 'online') void catchUp()
      else if (state.isCaughtUp) update({ isCaughtUp: false })
      return
    }
    if (event.type !== 'pushed') return
    const { body } = event
    if (body.$case === 'messagePosted' && body.value.message?.conversationId === conversationId) {
      append([body.value.message])
      if (ahead.length > 0 && isFetched) void catchUp()
    } else if (body.$case === 'behind' && body.value.conversationId === conversationId) {
      void catchUp()
    }
  })
  void catchUp()

  return {
    conversationId,
    get state() {
      return state
    },
    async loadOlder() {
      const first = state.messages[0]
      if (!state.hasOlder || first === undefined || isLoadingOlder) return
      isLoadingOlder = true
      update({ isLoading: true })
      try {
        const page = await fetch({ $case: 'beforeSeq', value: first.seq })
        if (isClosed) return
        update({ messages: [...page.messages, ...state.messages], hasOlder: page.hasMore })
      } catch {
        // Asked for again by the next scroll.
      } finally {
        isLoadingOlder = false
        if (!isClosed) update({ isLoading: false })
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      isClosed = true
      unsubscribe()
      clearTimer(retryTimer)
      listeners.clear()
    },
  }
}
