import {
  type Appended,
  type Conversation,
  type ConversationLog,
  forward,
  type Message,
} from '../../../conversations/index.ts'
import type { Epochs } from './epochs.ts'
import { findInTail, type Head, type Heads, isWithin, readTail, tailStart } from './heads.ts'
import type { Journal } from './journal.ts'
import { clientHash, recordBytesMax } from './journal-records.ts'
import {
  CHANGE_BYTES_MAX,
  createLogWriting,
  messageBytesMax,
  nextMessage,
  type Part,
} from './log-writing.ts'
import { createOpenStep, type StartRow } from './open-step.ts'
import type { ReadPool } from './read-pool.ts'
import { type MessageRow, messageColumns, toMessage } from './rows.ts'
import { createTurns } from './turns.ts'

export interface LogParts {
  journal: Journal
  heads: Heads
  reads: ReadPool
  epochs: Epochs
  /** The key of the next conversation. */
  newKey: () => number
}

type Moved = { conversation: Conversation; moved: boolean }

/**
 * The steps of the log. Each decides and stamps in memory, at once, in the order of the calls; its
 * records then gather in the journal, and it is answered when they are on disk. Should the disk
 * refuse, memory goes back to where it was.
 */
export function createLogSteps({
  journal,
  heads,
  reads,
  epochs,
  newKey,
}: LogParts): Pick<ConversationLog, 'open' | 'append' | 'change' | 'moveCursor' | 'takeOver'> {
  const turns = createTurns()
  const writing = createLogWriting(journal, heads)
  const openOrFind = createOpenStep({ journal, heads, writing, newKey, repeated })

  /** Runs a step on a conversation in its turn; a cold one is brought into memory first. */
  function onHead<Result>(
    id: string,
    step: (head: Head | undefined) => Result | Promise<Result>,
  ): Promise<Result> {
    return turns.take<Result>(id, () => {
      const head = heads.get(id)
      return head === undefined ? turns.occupy(id, heads.load(id), step) : step(head)
    })
  }

  /** The first message of this author with this `client_id`, if there is one. */
  async function findStored(
    head: Head,
    authorId: string,
    clientId: string,
    hash: number,
  ): Promise<Message | undefined> {
    const inTail = findInTail(journal, head, authorId, clientId)
    if (inTail !== undefined) {
      await journal.settled()
      return inTail
    }
    const [row] = await reads.read<MessageRow>(
      `select ${messageColumns} from messages where conversation_key = ? and client_hash = ?
       and author_id = ? and client_id = ?`,
      [head.key, hash, authorId, clientId],
    )
    return row === undefined ? undefined : toMessage(head.conversation.id, row)
  }

  return {
    open(opening) {
      const { contactId } = opening
      const turn = `contact ${contactId}`
      return turns.take(turn, () =>
        turns.occupy(
          turn,
          reads.read<StartRow>(
            'select id, start_client_id, status from conversations where contact_id = ?',
            [contactId],
          ),
          (rows) => openOrFind(opening, rows),
        ),
      )
    },

    append(draft) {
      return onHead<Appended | 'not_found' | 'too_late'>(draft.conversationId, (head) => {
        if (head === undefined || !isWithin(draft.scope, head.conversation)) return 'not_found'
        const { whileStatus } = draft
        if (whileStatus !== undefined && head.conversation.state.status !== whileStatus) {
          return 'too_late'
        }
        const hash = clientHash(draft.author.id, draft.clientId)
        if (!head.clientHashes.has(hash)) return writing.storeNew(head, draft, hash)
        return turns.occupy(
          draft.conversationId,
          findStored(head, draft.author.id, draft.clientId, hash),
          (message) =>
            message === undefined
              ? writing.storeNew(head, draft, hash)
              : { message, conversation: head.conversation, repeated: true },
        )
      })
    },

    change(step) {
      return onHead<Appended | 'not_found' | 'conflict'>(step.conversationId, (head) => {
        if (head === undefined || !isWithin(step.scope, head.conversation)) return 'not_found'
        if (head.conversation.version !== step.version) return 'conflict'
        const { workspaceId } = head.conversation
        if (step.epoch !== undefined && !epochs.holds(workspaceId, step.epoch)) return 'conflict'
        const { state } = step
        const version = step.version + 1
        const event: Part = {
          clientId: `~change.${version}`,
          author: step.author,
          content: step.event,
          postedAt: step.changedAt,
        }
        const records = writing.write(head, CHANGE_BYTES_MAX + messageBytesMax(event))
        records.put({ kind: 'changed', state, version }, { ...head.conversation, state, version })
        const message = nextMessage(head, event)
        writing.storeMessage(records, head, message, clientHash(step.author.id, event.clientId))
        return records.commit({ message, conversation: head.conversation, repeated: false })
      })
    },

    takeOver: epochs.takeOver,

    moveCursor(move) {
      return onHead<Moved | 'not_found'>(move.conversationId, (head) => {
        if (head === undefined || !isWithin(move.scope, head.conversation)) return 'not_found'
        const { side } = move
        const { conversation } = head
        const cursor = forward(
          side === 'contact' ? conversation.contactCursor : conversation.agentCursor,
          move,
          conversation.lastSeq,
        )
        if (cursor === undefined) return { conversation, moved: false }
        const store = (unread: number) => {
          const records = writing.write(head, recordBytesMax(0))
          records.put(
            { kind: 'cursor', side, cursor, unread },
            side === 'contact'
              ? { ...head.conversation, contactCursor: cursor, unreadByContact: unread }
              : { ...head.conversation, agentCursor: cursor, unreadByAgents: unread },
          )
          return records.commit({ conversation: head.conversation, moved: true })
        }
        const counts = (message: Message) =>
          message.content.kind !== 'event' &&
          message.content.kind !== 'note' &&
          (message.author.kind === 'contact') === (side === 'agent')
        const inTail = readTail(journal, head, cursor.readSeq + 1).filter(counts).length
        const start = tailStart(head)
        if (cursor.readSeq + 1 >= start) return store(inTail)
        return turns.occupy(
          move.conversationId,
          reads.read<{ count: number }>(
            `select count(*) as count from messages
             where conversation_key = ? and seq > ? and seq < ?
             and kind not in ('event', 'note') and (author_kind = 'contact') = ?`,
            [head.key, cursor.readSeq, start, side === 'agent' ? 1 : 0],
          ),
          ([row]) => store((row?.count ?? 0) + inTail),
        )
      })
    },
  }

  function repeated(id: string, authorId: string, clientId: string): Promise<Appended> {
    return onHead(id, async (head) => {
      const found = head as Head
      const message = await findStored(found, authorId, clientId, clientHash(authorId, clientId))
      return { message: message as Message, conversation: found.conversation, repeated: true }
    })
  }
}
