import {
  type AuthorKind,
  afterMessage,
  type Conversation,
  type ConversationState,
  type Message,
} from '../../../conversations/index.ts'
import { toBody, toContent, toKind } from './rows.ts'

/**
 * One entry of the journal: what happened to one conversation, with the key that its rows have.
 * Applied in order, the records of a conversation lead from its row to how it stands.
 *
 * A record is its length (4 bytes), its kind (1), the key (6) and the rest, all little-endian.
 */
export type LogRecord =
  | { kind: 'opened'; conversation: Conversation; startClientId: string }
  | { kind: 'message'; clientHash: number; message: Message }
  | { kind: 'changed'; state: ConversationState; version: number }
  | {
      kind: 'cursor'
      side: 'contact' | 'agent'
      cursor: Conversation['agentCursor']
      unread: number
    }

const kinds = ['opened', 'message', 'changed', 'cursor'] as const
const authorKinds = ['contact', 'agent', 'assistant', 'system'] as const satisfies AuthorKind[]

/** Length, kind and key. */
const HEAD_BYTES = 11

/** Bytes that a record without its strings takes at most. */
const FIXED_BYTES_MAX = 64

/** Bytes that a record with strings of so many UTF-16 code units takes at most. */
export function recordBytesMax(stringLength: number): number {
  return FIXED_BYTES_MAX + 3 * stringLength
}

/** The conversation after the record. */
export function applyRecord(conversation: Conversation, record: LogRecord): Conversation {
  switch (record.kind) {
    case 'opened':
      return record.conversation
    case 'message':
      return afterMessage(conversation, record.message)
    case 'changed':
      return { ...conversation, state: record.state, version: record.version }
    case 'cursor':
      return record.side === 'contact'
        ? { ...conversation, contactCursor: record.cursor, unreadByContact: record.unread }
        : { ...conversation, agentCursor: record.cursor, unreadByAgents: record.unread }
  }
}

/**
 * 30 bits of who posted under which `client_id`. Equal ones have to be looked at; different ones
 * say that it is another message. FNV-1a.
 */
export function clientHash(authorId: string, clientId: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < authorId.length; index += 1) {
    hash = Math.imul(hash ^ authorId.charCodeAt(index), 0x01000193)
  }
  for (let index = 0; index < clientId.length; index += 1) {
    hash = Math.imul(hash ^ clientId.charCodeAt(index), 0x01000193)
  }
  return hash & 0x3fffffff
}

/** Writes the record at `at` and returns where it ends. There must be room for it. */
export function writeRecord(bytes: Buffer, at: number, key: number, record: LogRecord): number {
  let end = at + HEAD_BYTES
  switch (record.kind) {
    case 'opened': {
      const { conversation, startClientId } = record
      end = writeLong(bytes, end, JSON.stringify({ conversation, startClientId }))
      break
    }
    case 'message': {
      const { seq, clientId, author, postedAt, content } = record.message
      end = writeUint32(bytes, end, seq)
      end = writeUint32(bytes, end, record.clientHash)
      end = bytes.writeDoubleLE(postedAt, end)
      bytes[end++] = authorKinds.indexOf(author.kind)
      end = writeShort(bytes, end, clientId)
      end = writeShort(bytes, end, author.id)
      end = writeShort(bytes, end, author.name)
      end = writeShort(bytes, end, toKind(content))
      end = writeLong(bytes, end, toBody(content))
      break
    }
    case 'changed': {
      const { state, version } = record
      end = writeLong(bytes, end, JSON.stringify({ state, version }))
      break
    }
    case 'cursor': {
      bytes[end++] = record.side === 'contact' ? 0 : 1
      end = writeUint32(bytes, end, record.cursor.deliveredSeq)
      end = writeUint32(bytes, end, record.cursor.readSeq)
      end = writeUint32(bytes, end, record.unread)
      break
    }
  }
  writeUint32(bytes, at, end - at)
  bytes[at + 4] = kinds.indexOf(record.kind)
  bytes.writeUIntLE(key, at + 5, 6)
  return end
}

/** Where the record at `at` ends. */
export function recordEnd(bytes: Buffer, at: number): number {
  return at + bytes.readUInt32LE(at)
}

/** Which conversation the record at `at` is about. */
export function recordKey(bytes: Buffer, at: number): number {
  return bytes.readUIntLE(at + 5, 6)
}

/** The record at `at`. Messages do not carry the id of their conversation, so it is given. */
export function readRecord(bytes: Buffer, at: number, conversationId: string): LogRecord {
  const kind = kinds[bytes[at + 4] as number]
  const from = at + HEAD_BYTES
  switch (kind) {
    case 'message':
      return readMessageRecord(bytes, from, conversationId)
    case 'opened':
    case 'changed':
      return { kind, ...JSON.parse(readLong(bytes, from)) }
    case 'cursor':
      return {
        kind,
        side: bytes[from] === 0 ? 'contact' : 'agent',
        cursor: {
          deliveredSeq: bytes.readUInt32LE(from + 1),
          readSeq: bytes.readUInt32LE(from + 5),
        },
        unread: bytes.readUInt32LE(from + 9),
      }
    default:
      throw new Error('the journal has a record of an unknown kind: it is from a newer version')
  }
}

function readMessageRecord(bytes: Buffer, from: number, conversationId: string): LogRecord {
  let at = from + 17
  const short = () => {
    const length = bytes.readUInt16LE(at)
    const text = bytes.toString('utf8', at + 2, at + 2 + length)
    at += 2 + length
    return text
  }
  const clientId = short()
  const id = short()
  const name = short()
  const kind = short()
  return {
    kind: 'message',
    clientHash: bytes.readUInt32LE(from + 4),
    message: {
      conversationId,
      seq: bytes.readUInt32LE(from),
      clientId,
      author: { kind: authorKinds[bytes[from + 16] as number] as AuthorKind, id, name },
      postedAt: bytes.readDoubleLE(from + 8),
      content: toContent({ kind, body: readLong(bytes, at) }),
    },
  }
}

function writeUint32(bytes: Buffer, at: number, value: number): number {
  bytes[at] = value
  bytes[at + 1] = value >>> 8
  bytes[at + 2] = value >>> 16
  bytes[at + 3] = value >>> 24
  return at + 4
}

function writeShort(bytes: Buffer, at: number, text: string): number {
  const length = bytes.write(text, at + 2)
  bytes[at] = length
  bytes[at + 1] = length >>> 8
  return at + 2 + length
}

function writeLong(bytes: Buffer, at: number, text: string): number {
  const length = bytes.write(text, at + 4)
  writeUint32(bytes, at, length)
  return at + 4 + length
}

function readLong(bytes: Buffer, at: number): string {
  return bytes.toString('utf8', at + 4, at + 4 + bytes.readUInt32LE(at))
}
