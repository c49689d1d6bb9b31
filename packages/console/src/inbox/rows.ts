import { type Conversation, ConversationStatus } from '@parley/protocol'

/** The lists of the inbox, as tabs show them. */
export type View = 'mine' | 'unassigned' | 'all' | 'resolved' | 'bot'

export const views: readonly View[] = ['mine', 'unassigned', 'bot', 'all', 'resolved']

/** Whether a conversation belongs to a list; the same rule by which the server fills it. */
export function belongs(conversation: Conversation, view: View, agentId: string): boolean {
  const { status } = conversation
  switch (view) {
    case 'mine':
      return (
        conversation.agentId === agentId &&
        (status === ConversationStatus.OPEN || status === ConversationStatus.SNOOZED)
      )
    case 'unassigned':
      return status === ConversationStatus.QUEUED
    case 'all':
      return status !== ConversationStatus.RESOLVED
    case 'resolved':
      return status === ConversationStatus.RESOLVED
    case 'bot':
      return status === ConversationStatus.BOT
  }
}

/** The order of a list: the longest waiting first in the queue, else the newest activity first. */
export function compare(view: View): (one: Conversation, other: Conversation) => number {
  return view === 'unassigned'
    ? (one, other) => one.activeAt - other.activeAt || (one.id < other.id ? -1 : 1)
    : (one, other) => other.activeAt - one.activeAt || (other.id < one.id ? -1 : 1)
}

/** The newer of two states of one conversation. */
export function newer(known: Conversation | undefined, next: Conversation): Conversation {
  if (known === undefined) return next
  if (next.version !== known.version) return next.version > known.version ? next : known
  return next.lastSeq >= known.lastSeq ? next : known
}

/**
 * A list after some conversations have changed: taken in, moved, or let go. While the list has
 * further pages, what would stand below the last row known is left to them.
 */
export function merge(
  rows: readonly Conversation[],
  changed: readonly Conversation[],
  view: View,
  agentId: string,
  hasMore: boolean,
): readonly Conversation[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const order = compare(view)
  const last = rows.at(-1)
  for (const next of changed) {
    const row = newer(byId.get(next.id), next)
    const isKnown = byId.has(next.id)
    if (!belongs(row, view, agentId)) byId.delete(next.id)
    else if (isKnown || !hasMore || last === undefined || order(row, last) < 0) {
      byId.set(next.id, row)
    }
  }
  return [...byId.values()].sort(order)
}

export function isView(name: string): name is View {
  return (views as readonly string[]).includes(name)
}
