import type { Appended, Conversation, Opening } from '../../../conversations/index.ts'
import { ClientHashes } from './client-hashes.ts'
import { type Head, type Heads, readTail } from './heads.ts'
import type { Journal } from './journal.ts'
import { clientHash, recordBytesMax } from './journal-records.ts'
import { type LogWriting, messageBytesMax, nextMessage } from './log-writing.ts'

/** What the tables know of a contact's conversations. */
export interface StartRow {
  id: string
  start_client_id: string
  status: string
}

export interface OpenStepParts {
  journal: Journal
  heads: Heads
  writing: LogWriting
  /** The key of the next conversation. */
  newKey: () => number
  /** Answers for a conversation that the same first message has opened before. */
  repeated: (id: string, authorId: string, clientId: string) => Promise<Appended>
}

/** Opens a conversation, finds the one that was opened before, or refuses one too many. */
export function createOpenStep({ journal, heads, writing, newKey, repeated }: OpenStepParts) {
  return function openOrFind(opening: Opening, rows: StartRow[]): Promise<Appended | 'too_many'> {
    const { contactId, message: first } = opening
    const unwritten = heads.unwrittenOf(contactId)
    const started =
      rows.find((row) => row.start_client_id === first.clientId)?.id ??
      unwritten.find((head) => readTail(journal, head, 1, 2)[0]?.clientId === first.clientId)
        ?.conversation.id
    if (started !== undefined) return repeated(started, first.author.id, first.clientId)
    const ids = new Set(unwritten.map(({ conversation }) => conversation.id))
    const statuses = [
      ...unwritten.map(({ conversation }) => conversation.state.status),
      ...rows
        .filter(({ id }) => !ids.has(id))
        .map(({ id, status }) => heads.getDirty(id)?.conversation.state.status ?? status),
    ]
    if (statuses.filter((status) => status !== 'resolved').length >= opening.openMax) {
      return Promise.resolve('too_many')
    }
    const conversation = newConversation(opening)
    const head: Head = {
      key: newKey(),
      conversation,
      clientHashes: new ClientHashes(),
      tail: [],
      generation: 0,
    }
    const startClientId = first.clientId
    const opened = { kind: 'opened', conversation, startClientId } as const
    const openedMax = recordBytesMax(JSON.stringify(opened).length)
    const records = writing.write(head, openedMax + messageBytesMax(first))
    records.put(opened, conversation)
    const message = nextMessage(head, first)
    writing.storeMessage(records, head, message, clientHash(first.author.id, startClientId))
    heads.opened(head)
    return records.commit({ message, conversation: head.conversation, repeated: false }, () =>
      heads.forget(head),
    )
  }
}

function newConversation(opening: Opening): Conversation {
  const { postedAt } = opening.message
  return {
    id: opening.conversationId,
    workspaceId: opening.workspaceId,
    channelId: opening.channelId,
    contactId: opening.contactId,
    state: opening.state,
    createdAt: postedAt,
    activeAt: postedAt,
    waitingSince: 0,
    lastSeq: 0,
    preview: { authorKind: 'contact', text: '', postedAt },
    contactCursor: { deliveredSeq: 0, readSeq: 0 },
    agentCursor: { deliveredSeq: 0, readSeq: 0 },
    unreadByContact: 0,
    unreadByAgents: 0,
    version: 1,
  }
}
