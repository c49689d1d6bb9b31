import {
  type Appended,
  afterMessage,
  type Conversation,
  type Draft,
  type Message,
  stateAfterContactMessage,
} from '../../../conversations/index.ts'
import { type Head, type Heads, tailEntry } from './heads.ts'
import type { Journal } from './journal.ts'
import { clientHash, type LogRecord, recordBytesMax, writeRecord } from './journal-records.ts'
import { toBody, toKind } from './rows.ts'

/** A change of state, or one with the event of a reopened conversation, takes at most so much. */
export const CHANGE_BYTES_MAX = 2_000

/** What a step says of a message; the log adds its place. */
export type Part = Pick<Message, 'clientId' | 'author' | 'content' | 'postedAt'>

/** The records of one step, which stand or fall together. */
export interface Writing {
  put: (record: LogRecord, conversation: Conversation) => void
  /** Stands when `value` is answered; if the disk refuses, memory goes back to where it was. */
  commit: <Value>(value: Value, undo?: () => void) => Promise<Value>
}

/** How steps stamp in memory and write into the journal. */
export function createLogWriting(journal: Journal, heads: Heads) {
  /** Writes the records of one step behind each other, and takes them over into memory. */
  function write(head: Head, bytesMax: number): Writing {
    const { bytes, at, generation } = journal.reserve(bytesMax)
    const before = head.conversation
    const { length: messages } = head.clientHashes
    let end = at
    heads.touch(head, generation)
    return {
      put(record, conversation) {
        const start = end
        end = writeRecord(bytes, start, head.key, record)
        head.conversation = conversation
        if (record.kind !== 'message') return
        head.tail.push(tailEntry(generation, start))
        head.clientHashes.add(record.clientHash)
      },
      commit(value, undo) {
        return journal.commit(end, value, () => {
          head.conversation = before
          const written = head.clientHashes.length - messages
          head.clientHashes.cut(messages)
          head.tail.length -= written
          undo?.()
        })
      },
    }
  }

  function storeMessage(writing: Writing, head: Head, message: Message, hash: number): void {
    writing.put(
      { kind: 'message', clientHash: hash, message },
      afterMessage(head.conversation, message),
    )
  }

  function storeNew(head: Head, draft: Draft, hash: number): Promise<Appended> {
    const { author, postedAt } = draft
    const state =
      author.kind === 'contact'
        ? stateAfterContactMessage(head.conversation.state, postedAt)
        : undefined
    const writing = write(
      head,
      messageBytesMax(draft) + (state === undefined ? 0 : CHANGE_BYTES_MAX),
    )
    const message = nextMessage(head, draft)
    storeMessage(writing, head, message, hash)
    if (state === undefined) {
      return writing.commit({ message, conversation: head.conversation, repeated: false })
    }
    const version = head.conversation.version + 1
    writing.put({ kind: 'changed', state, version }, { ...head.conversation, state, version })
    // No client may choose an id with "~", so the log's own never meet theirs.
    const reopened = nextMessage(head, {
      clientId: `~reopened.${message.seq}`,
      author,
      content: { kind: 'event', type: 'reopened', agentId: '', agentName: '' },
      postedAt,
    })
    storeMessage(writing, head, reopened, clientHash(author.id, reopened.clientId))
    return writing.commit({ message, conversation: head.conversation, repeated: false, reopened })
  }

  return { write, storeMessage, storeNew }
}

export type LogWriting = ReturnType<typeof createLogWriting>

/** An upper bound of what the record of a message takes. */
export function messageBytesMax({ clientId, author, content }: Part): number {
  const { length } = toBody(content)
  return recordBytesMax(
    clientId.length + author.id.length + author.name.length + toKind(content).length + length,
  )
}

/** The message at the next place of the conversation. */
export function nextMessage({ conversation: { id, lastSeq } }: Head, part: Part): Message {
  const { clientId, author, content, postedAt } = part
  return { conversationId: id, seq: lastSeq + 1, clientId, author, postedAt, content }
}
