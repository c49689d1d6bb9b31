import { randomUUID } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '@parley/protocol'
import type { ConversationLog, Draft, Opening } from '../../../server/src/conversations/index.ts'
import {
  openSqliteStorage,
  type SqliteStorage,
} from '../../../server/src/platform/storage/sqlite/storage.ts'

/** Where a server keeps its database within its folder. */
const DATABASE = 'parley.db'

/** Room that a stored message may take, with its indexes and what is written on the way. */
const BYTES_PER_MESSAGE_MAX = 1_500

/** Conversations that fill side by side, as those of one busy hour do. */
const CONVERSATIONS_AT_ONCE = 2_000

/** How long to wait when the storage has too much to do. */
const OVERLOADED_MS = 10

/** Messages under way at once: below what the storage lets wait. */
const UNDER_WAY_MAX = 8_000

const TEXTS = ['你好，请问这款龙井还有货吗？我想买两罐送朋友。', 'Thank you, that helps a lot!']

export interface Fill {
  conversations: number
  /** In all, shared out evenly; at least one to each conversation. */
  messages: number
  /** What becomes of the conversations. */
  state: Opening['state']
  progress?: (stored: number) => void
}

/** What a filled log can be written into. */
export interface Filled {
  workspaceId: string
  conversationIds: string[]
  /** Messages a second. */
  perSecond: number
}

/** Opens the storage of a server that does not run. @throws {Error} when the disk has too little room. */
export async function openStorageOf(folder: string, messages: number): Promise<SqliteStorage> {
  const { bavail, bsize } = await statfs(folder)
  const needed = messages * BYTES_PER_MESSAGE_MAX
  if (bavail * bsize < needed) {
    throw new Error(
      `${folder} has room for ${Math.floor((bavail * bsize) / 1e6)} MB; ${messages} messages may need ${Math.ceil(needed / 1e6)} MB.`,
    )
  }
  return openSqliteStorage({ file: join(folder, DATABASE) })
}

/**
 * Fills the log through the server's own storage, so that it is as if the messages had come by the
 * wire. Agents wrote all but the first message of a conversation.
 */
export async function fillLog(storage: SqliteStorage, fill: Fill): Promise<Filled> {
  const { id: workspaceId } = await storage.db
    .selectFrom('workspaces')
    .select('id')
    .executeTakeFirstOrThrow()
  const { id: channelId } = await storage.db
    .selectFrom('channels')
    .select('id')
    .executeTakeFirstOrThrow()
  const log = storage.conversationLog
  const startedAt = performance.now()
  const conversationIds: string[] = []
  let stored = 0
  const inFlight = createWindow(UNDER_WAY_MAX)

  for (let first = 0; first < fill.conversations; first += CONVERSATIONS_AT_ONCE) {
    const count = Math.min(CONVERSATIONS_AT_ONCE, fill.conversations - first)
    const ids = Array.from({ length: count }, () => randomUUID())
    const share = Math.round((fill.messages * (first + count)) / fill.conversations) - stored
    for (const id of ids) {
      await inFlight.add(openOne(log, { id, workspaceId, channelId, state: fill.state }))
    }
    await inFlight.done()
    for (let number = count; number < share; number += 1) {
      await inFlight.add(appendOne(log, workspaceId, ids[number % count] as string, number))
    }
    stored += Math.max(share, count)
    conversationIds.push(...ids)
    fill.progress?.(stored)
  }
  await inFlight.done()
  const seconds = (performance.now() - startedAt) / 1_000
  return { workspaceId, conversationIds, perSecond: Math.round(stored / seconds) }
}

async function openOne(
  log: ConversationLog,
  one: { id: string; workspaceId: string; channelId: string; state: Opening['state'] },
): Promise<void> {
  const contactId = randomUUID()
  const opening: Opening = {
    conversationId: one.id,
    workspaceId: one.workspaceId,
    channelId: one.channelId,
    contactId,
    state: one.state,
    message: {
      clientId: 'start',
      author: { kind: 'contact', id: contactId, name: '' },
      content: { kind: 'text', text: TEXTS[0] as string },
      postedAt: Date.now(),
    },
    openMax: 1,
  }
  await patiently(() => log.open(opening))
}

/** Appends a message of an agent; it must be the first with its number. */
export async function appendOne(
  log: ConversationLog,
  workspaceId: string,
  conversationId: string,
  number: number,
): Promise<void> {
  const draft: Draft = {
    scope: { workspaceId },
    conversationId,
    clientId: `filled.${number}`,
    author: { kind: 'agent', id: 'filled', name: 'Mei' },
    content: { kind: 'text', text: TEXTS[number % TEXTS.length] as string },
    postedAt: Date.now(),
  }
  const appended = await patiently(() => log.append(draft))
  if (typeof appended === 'string' || appended.repeated) throw new Error('a message was not stored')
}

/** Takes a step again for as long as the storage asks for patience. */
async function patiently<Result>(step: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await step()
    } catch (error) {
      if (!(error instanceof Refusal && error.reason === 'overloaded')) throw error
    }
    await sleep(OVERLOADED_MS)
  }
}

/** Keeps so many promises under way, and no more. */
export function createWindow(max: number) {
  let underWay = 0
  let failure: unknown
  let goOn: (() => void) | undefined

  const settle = () => {
    underWay -= 1
    goOn?.()
  }

  async function until(isReached: () => boolean): Promise<void> {
    while (!isReached() && failure === undefined) {
      await new Promise<void>((resolve) => {
        goOn = resolve
      })
    }
    if (failure !== undefined) throw failure
  }

  return {
    /** Resolves when there is room for another; rejects when one of them failed. */
    add(promise: Promise<void>): Promise<void> | undefined {
      underWay += 1
      promise.then(settle, (error) => {
        failure = error
        settle()
      })
      return underWay < max && failure === undefined ? undefined : until(() => underWay < max)
    },
    /** Resolves when none is left. */
    done: () => until(() => underWay === 0),
  }
}
