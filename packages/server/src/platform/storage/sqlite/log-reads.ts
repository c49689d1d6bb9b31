import type {
  Conversation,
  ConversationLog,
  InboxView,
  ListQuery,
  Message,
} from '../../../conversations/index.ts'
import { createGather } from '../../gather/index.ts'
import { type Head, isWithin, readTail, tailStart } from './heads.ts'
import type { LogParts } from './log-steps.ts'
import {
  type ConversationRow,
  type MessageRow,
  messageColumns,
  toConversation,
  toMessage,
} from './rows.ts'

interface View {
  where: string
  by: string
  down: boolean
  /** The same for a conversation in memory. */
  holds(conversation: Conversation, agentId: string): boolean
}

/** What each list shows, in which order; each has an index of its own. */
const views: Record<InboxView, View> = {
  mine: {
    where: `agent_id = ? and status in ('open', 'snoozed')`,
    by: 'active_at',
    down: true,
    holds: ({ state }, agentId) => 'agentId' in state && state.agentId === agentId,
  },
  unassigned: {
    where: `status = 'queued'`,
    by: 'queued_at',
    down: false,
    holds: ({ state }) => state.status === 'queued',
  },
  all: {
    where: `status <> 'resolved'`,
    by: 'active_at',
    down: true,
    holds: ({ state }) => state.status !== 'resolved',
  },
  resolved: {
    where: `status = 'resolved'`,
    by: 'active_at',
    down: true,
    holds: ({ state }) => state.status === 'resolved',
  },
  bot: {
    where: `status = 'bot'`,
    by: 'active_at',
    down: true,
    holds: ({ state }) => state.status === 'bot',
  },
}

/**
 * What is read of the log: the tables, and for what they are behind of, memory. Nothing is told
 * before it is on disk. Memory is looked at first: what is folded meanwhile is then in the tables.
 */
export function createLogReads({
  journal,
  heads,
  reads,
}: LogParts): Omit<ConversationLog, 'open' | 'append' | 'change' | 'moveCursor' | 'takeOver'> {
  const keyOf = '(select key from conversations where id = ?)'
  const isNotDirty = 'key not in (select value from json_each(?))'

  async function readMessages(
    conversationId: string,
    range: string,
    parameters: number[],
  ): Promise<Message[]> {
    const rows = await reads.read<MessageRow>(
      `select ${messageColumns} from messages where conversation_key = ${keyOf} and ${range}`,
      [conversationId, ...parameters],
    )
    return rows.map((row) => toMessage(conversationId, row))
  }

  /** When everybody comes back at once, everybody's list is asked for. */
  const rowsOfContact = createGather(
    async (asked: readonly { contactId: string; limit: number }[]) => {
      const ids = [...new Set(asked.map(({ contactId }) => contactId))]
      const rows = await reads.read<ConversationRow>(
        `select conversations.* from json_each(?) as contact join conversations on conversations.id in (
           select id from conversations where contact_id = contact.value
           order by created_at desc, id limit ?)`,
        [JSON.stringify(ids), Math.max(...asked.map(({ limit }) => limit))],
      )
      const byContact = Map.groupBy(rows, (row) => row.contact_id)
      return ({ contactId }) => byContact.get(contactId) ?? []
    },
  )

  function dirtyOf(workspaceId: string): { held: Conversation[]; keys: string } {
    const held: Head[] = []
    for (const head of heads.dirty()) {
      if (head.conversation.workspaceId === workspaceId) held.push(head)
    }
    return {
      held: held.map(({ conversation }) => conversation),
      keys: JSON.stringify(held.map(({ key }) => key)),
    }
  }

  return {
    async find(scope, conversationId) {
      const held = heads.get(conversationId)?.conversation
      if (held !== undefined) {
        await journal.settled()
        return isWithin(scope, held) ? held : undefined
      }
      const [row] = await reads.read<ConversationRow>('select * from conversations where id = ?', [
        conversationId,
      ])
      const found = row === undefined ? undefined : toConversation(row)
      return found !== undefined && isWithin(scope, found) ? found : undefined
    },

    async readAfter(conversationId, after, limit) {
      const head = heads.getDirty(conversationId)
      const tail = head === undefined ? [] : readTail(journal, head, after + 1, after + limit + 1)
      const isWhole = head !== undefined && tailStart(head) <= after + 1
      const messages = isWhole
        ? []
        : await readMessages(conversationId, 'seq > ? order by seq limit ?', [after, limit])
      await journal.settled()
      const last = messages.at(-1)?.seq ?? after
      return [...messages, ...tail.filter(({ seq }) => seq > last)].slice(0, limit)
    },

    async readBefore(conversationId, before, limit) {
      const head = heads.getDirty(conversationId)
      const end = before === 0 ? Number.MAX_SAFE_INTEGER : before
      const tail =
        head === undefined
          ? []
          : readTail(journal, head, Math.min(end, head.conversation.lastSeq + 1) - limit, end)
      const missing = limit - tail.length
      const messages =
        missing <= 0
          ? []
          : await readMessages(conversationId, 'seq < ? order by seq desc limit ?', [
              tail[0]?.seq ?? end,
              missing,
            ])
      await journal.settled()
      return [...messages.reverse(), ...tail]
    },

    async ofContact(contactId, limit) {
      const unwritten = heads.unwrittenOf(contactId).map(({ conversation }) => conversation)
      const ids = new Set(unwritten.map(({ id }) => id))
      const rows = await rowsOfContact({ contactId, limit })
      const written = rows
        .filter(({ id }) => !ids.has(id))
        .map((row) => heads.getDirty(row.id)?.conversation ?? toConversation(row))
      await journal.settled()
      return [...unwritten, ...written]
        .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1))
        .slice(0, limit)
    },

    async list(query) {
      const view = views[query.view]
      const { where, by, down } = view
      const after = parseCursor(query.cursor)
      const { held, keys } = dirtyOf(query.workspaceId)
      const order = compare(query.view, down)
      const direction = down ? 'desc' : 'asc'
      const rows = await reads.read<ConversationRow>(
        `select * from conversations where workspace_id = ? and ${where} and ${isNotDirty}
         ${after === undefined ? '' : `and (${by}, id) ${down ? '<' : '>'} (?, ?)`}
         order by ${by} ${direction}, id ${direction} limit ?`,
        [
          query.workspaceId,
          ...(query.view === 'mine' ? [query.agentId] : []),
          keys,
          ...(after ?? []),
          query.limit,
        ],
      )
      await journal.settled()
      const shown = held.filter(
        (conversation) =>
          view.holds(conversation, query.agentId) &&
          (after === undefined || order(conversation, after) > 0),
      )
      const conversations = [...rows.map(toConversation), ...shown]
        .sort((a, b) => order(a, positionOf(query.view, b)))
        .slice(0, query.limit)
      const last = conversations.length < query.limit ? undefined : conversations.at(-1)
      return { conversations, nextCursor: last === undefined ? '' : cursorAt(query, last) }
    },

    async count(workspaceId, agentId, max) {
      const { held, keys } = dirtyOf(workspaceId)
      const names = ['mine', 'unassigned', 'all', 'bot'] as const
      const [row] = await reads.read<Record<string, number>>(
        `select ${names
          .map(
            (name) => `(select count(*) from (select 1 from conversations
             where workspace_id = ? and ${views[name].where} and ${isNotDirty} limit ?)) as "${name}"`,
          )
          .join(', ')}`,
        names.flatMap((name) => [workspaceId, ...(name === 'mine' ? [agentId] : []), keys, max]),
      )
      await journal.settled()
      const counted = (name: (typeof names)[number]) => {
        const inMemory = held.filter((conversation) => views[name].holds(conversation, agentId))
        return Math.min((row?.[name] ?? 0) + inMemory.length, max)
      }
      return {
        mine: counted('mine'),
        unassigned: counted('unassigned'),
        all: counted('all'),
        bot: counted('bot'),
      }
    },
  }
}

type Position = [number, string]

function positionOf(view: InboxView, { activeAt, state, id }: Conversation): Position {
  return [view === 'unassigned' && state.status === 'queued' ? state.queuedAt : activeAt, id]
}

/** Where a conversation stands in a list, seen from a position: before it (< 0) or after it. */
function compare(view: InboxView, down: boolean) {
  return (conversation: Conversation, [at, id]: Position): number => {
    const [ownAt, ownId] = positionOf(view, conversation)
    const up = ownAt - at || (ownId < id ? -1 : Number(ownId > id))
    return down ? -up : up
  }
}

function cursorAt({ view }: ListQuery, conversation: Conversation): string {
  return positionOf(view, conversation).join(':')
}

/** Anything that is no cursor of ours starts at the beginning. */
function parseCursor(cursor: string): Position | undefined {
  const match = /^(\d{1,15}):([\w-]{1,64})$/.exec(cursor)
  return match === null ? undefined : [Number(match[1]), match[2] as string]
}
