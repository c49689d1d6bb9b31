import type {
  Conversation,
  ConversationLog,
  ListQuery,
  Message,
  Scope,
} from '../../../conversations/index.ts'
import type { GroupCommit } from './group-commit.ts'
import type { ReadPool } from './read-pool.ts'
import {
  type ConversationRow,
  type MessageRow,
  messageColumns,
  toConversation,
  toMessage,
} from './rows.ts'

/** The order of a list and what it shows; each has an index of its own. */
const views = {
  mine: { where: `agent_id = ? and status in ('open', 'snoozed')`, by: 'active_at', down: true },
  unassigned: { where: `status = 'queued'`, by: 'queued_at', down: false },
  all: { where: `status <> 'resolved'`, by: 'active_at', down: true },
  resolved: { where: `status = 'resolved'`, by: 'active_at', down: true },
} as const

/** The conversation log over the writer thread's steps and the reader thread's queries. */
export function createSqliteConversationLog(commit: GroupCommit, reads: ReadPool): ConversationLog {
  const keyOf = '(select key from conversations where id = ?)'

  /** Rows may be behind their messages: they are written before they are read. */
  async function readRows(
    sql: string,
    parameters: readonly (string | number)[],
  ): Promise<Conversation[]> {
    await commit.submit({ kind: 'flush' })
    const rows = await reads.read<ConversationRow>(sql, [...parameters])
    return rows.map(toConversation)
  }

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

  return {
    open: (opening) => commit.submit({ kind: 'open', opening }),
    append: (draft) => commit.submit({ kind: 'append', draft }),
    change: (change) => commit.submit({ kind: 'change', change }),
    moveCursor: (move) => commit.submit({ kind: 'move_cursor', move }),

    async find({ workspaceId, contactId }: Scope, conversationId) {
      const [conversation] = await readRows(
        `select * from conversations where id = ? and workspace_id = ?
         ${contactId === undefined ? '' : 'and contact_id = ?'}`,
        [conversationId, workspaceId, ...(contactId === undefined ? [] : [contactId])],
      )
      return conversation
    },

    readAfter: (conversationId, after, limit) =>
      readMessages(conversationId, 'seq > ? order by seq limit ?', [after, limit]),

    async readBefore(conversationId, before, limit) {
      const end = before === 0 ? Number.MAX_SAFE_INTEGER : before
      const newestFirst = await readMessages(conversationId, 'seq < ? order by seq desc limit ?', [
        end,
        limit,
      ])
      return newestFirst.reverse()
    },

    ofContact: (contactId, limit) =>
      readRows(
        'select * from conversations where contact_id = ? order by created_at desc, id limit ?',
        [contactId, limit],
      ),

    async list(query) {
      const { where, by, down } = views[query.view]
      const after = parseCursor(query.cursor)
      const direction = down ? 'desc' : 'asc'
      const conversations = await readRows(
        `select * from conversations where workspace_id = ? and ${where}
         ${after === undefined ? '' : `and (${by}, id) ${down ? '<' : '>'} (?, ?)`}
         order by ${by} ${direction}, id ${direction} limit ?`,
        [
          query.workspaceId,
          ...(query.view === 'mine' ? [query.agentId] : []),
          ...(after ?? []),
          query.limit,
        ],
      )
      const last = conversations.length < query.limit ? undefined : conversations.at(-1)
      return { conversations, nextCursor: last === undefined ? '' : cursorAt(query, last) }
    },

    // Status and agent are never late, so nothing needs to be written first.
    async count(workspaceId, agentId, max) {
      const counted = (view: keyof typeof views) =>
        `(select count(*) from (select 1 from conversations
          where workspace_id = ? and ${views[view].where} limit ?))`
      const [counts] = await reads.read<{ mine: number; unassigned: number; all: number }>(
        `select ${counted('mine')} as mine, ${counted('unassigned')} as unassigned,
         ${counted('all')} as "all"`,
        [workspaceId, agentId, max, workspaceId, max, workspaceId, max],
      )
      return counts ?? { mine: 0, unassigned: 0, all: 0 }
    },
  }
}

function cursorAt({ view }: ListQuery, { activeAt, state, id }: Conversation): string {
  const position = view === 'unassigned' && state.status === 'queued' ? state.queuedAt : activeAt
  return `${position}:${id}`
}

/** Anything that is no cursor of ours starts at the beginning. */
function parseCursor(cursor: string): [number, string] | undefined {
  const match = /^(\d{1,15}):([\w-]{1,64})$/.exec(cursor)
  return match === null ? undefined : [Number(match[1]), match[2] as string]
}
