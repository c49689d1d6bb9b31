import type { Connection } from '@parley/client'
import { type Conversation, InboxView, type ServerBodyOf } from '@parley/protocol'
import { merge, type View, views } from './rows.ts'

const PAGE = 100

/** Shortest time between two counts, and between two fetches of stale lists. */
const COUNT_MS = 1_000

const wireViews: Record<View, InboxView> = {
  mine: InboxView.MINE,
  unassigned: InboxView.UNASSIGNED,
  all: InboxView.ALL,
  resolved: InboxView.RESOLVED,
  bot: InboxView.BOT,
}

export interface ListState {
  rows: readonly Conversation[]
  nextCursor: string
  isLoading: boolean
  /** The first page has arrived at least once. */
  isLoaded: boolean
}

export interface InboxState {
  lists: Readonly<Record<View, ListState>>
  counts: { mine: number; unassigned: number; all: number; bot: number }
}

/**
 * The lists of the inbox: pages from the server, kept up to date by what it pushes. After a loss
 * of connection, or when too much changed at once, the lists that are in use are fetched anew.
 */
export function createInbox(connection: Connection, agentId: () => string) {
  const empty: ListState = { rows: [], nextCursor: '', isLoading: false, isLoaded: false }
  const listeners = new Set<() => void>()
  let state: InboxState = {
    lists: { mine: empty, unassigned: empty, all: empty, resolved: empty, bot: empty },
    counts: { mine: 0, unassigned: 0, all: 0, bot: 0 },
  }
  /** Grows with every fetch of a first page, so that a late older one is thrown away. */
  const fetches: Record<View, number> = { mine: 0, unassigned: 0, all: 0, resolved: 0, bot: 0 }
  /** What was pushed while a page was fetched, which may show what was before it. */
  const meanwhile: Record<View, Conversation[]> = {
    mine: [],
    unassigned: [],
    all: [],
    resolved: [],
    bot: [],
  }
  let countTimer: ReturnType<typeof setTimeout> | undefined

  function update(next: Partial<InboxState>): void {
    state = { ...state, ...next }
    for (const listener of [...listeners]) listener()
  }

  function updateList(view: View, change: Partial<ListState>): void {
    update({ lists: { ...state.lists, [view]: { ...state.lists[view], ...change } } })
  }

  async function fetchPage(view: View, cursor: string): Promise<void> {
    if (cursor === '') fetches[view] += 1
    const turn = fetches[view]
    meanwhile[view] = []
    updateList(view, { isLoading: true })
    try {
      const page = await connection.request(
        {
          $case: 'listConversations',
          value: { view: wireViews[view], cursor, limit: PAGE },
        },
        'conversationPage',
      )
      if (turn !== fetches[view]) return
      const known = cursor === '' ? [] : state.lists[view].rows
      const { nextCursor } = page
      const fetched = merge(known, page.conversations, view, agentId(), false)
      updateList(view, {
        rows: merge(fetched, meanwhile[view], view, agentId(), nextCursor !== ''),
        nextCursor,
        isLoaded: true,
      })
    } catch {
      // The connection is away, or the server busy: the next welcome fetches again.
    } finally {
      if (turn === fetches[view]) updateList(view, { isLoading: false })
    }
  }

  function refresh(): void {
    for (const view of views) if (state.lists[view].isLoaded) void fetchPage(view, '')
    countSoon()
  }

  function countSoon(): void {
    countTimer ??= setTimeout(async () => {
      try {
        const counts = await connection.request({ $case: 'countInbox', value: {} }, 'inboxCounts')
        update({ counts })
      } catch {
        // Counted again with the next change.
      } finally {
        countTimer = undefined
      }
    }, COUNT_MS / 4)
  }

  function take(changed: readonly Conversation[]): void {
    const lists = { ...state.lists }
    for (const view of views) {
      const list = lists[view]
      if (list.isLoading) meanwhile[view].push(...changed)
      if (!list.isLoaded) continue
      const hasMore = list.nextCursor !== ''
      lists[view] = { ...list, rows: merge(list.rows, changed, view, agentId(), hasMore) }
    }
    update({ lists })
    countSoon()
  }

  return {
    get state() {
      return state
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** Brings a list to the screen: fetches its first page unless it is there. */
    show(view: View): void {
      const list = state.lists[view]
      if (!list.isLoaded && !list.isLoading) void fetchPage(view, '')
    },
    loadMore(view: View): void {
      const { nextCursor, isLoading } = state.lists[view]
      if (nextCursor !== '' && !isLoading) void fetchPage(view, nextCursor)
    },
    refresh,
    take,
    changed({ conversations, isStale }: ServerBodyOf<'inboxChanged'>): void {
      if (isStale) refresh()
      else take(conversations)
    },
    /** A conversation that one of the lists knows. */
    find(conversationId: string): Conversation | undefined {
      for (const view of views) {
        const row = state.lists[view].rows.find(({ id }) => id === conversationId)
        if (row !== undefined) return row
      }
      return undefined
    },
    close(): void {
      clearTimeout(countTimer)
      listeners.clear()
    },
  }
}

export type Inbox = ReturnType<typeof createInbox>
