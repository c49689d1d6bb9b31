import { createHash } from 'node:crypto'
import { Refusal } from '@parley/protocol'
import { uploadedFile } from '../wire/post.ts'
import type { Visitor } from './cast.ts'
import { inTurns } from './cast.ts'
import type { SendMessage } from './crew.ts'
import { readLog } from './log-check.ts'
import type { Peer } from './peer.ts'

/** How often a file's own mark stands in it, so that no two share a part. */
const MARK_EVERY_BYTES = 1_024

/** Links that are asked for with one request. */
const LINKS_AT_ONCE = 20

/** The file that belongs to a visitor's message: text that no other file has. */
function makeFile(conversationId: string, number: number, size: number): Buffer {
  const bytes = Buffer.alloc(size, 'tea and more tea\n')
  const mark = `\n${conversationId}.${number}\n`
  for (let at = 0; at < size; at += MARK_EVERY_BYTES) bytes.write(mark, at)
  return bytes
}

/**
 * Uploads a file and posts it, one after the other for each visitor, as a person's client does. What
 * is refused on the way counts as a refusal of the message.
 */
export function createUploads(size: number): SendMessage {
  const last = new Map<string, Promise<void>>()

  async function upload({ peer, conversationId, conversation }: Visitor, number: number) {
    const clientId = String(number)
    const bytes = makeFile(conversationId, number, size)
    try {
      const value = { clientId, name: `${number}.txt`, size, bytes }
      await peer.ask({ $case: 'beginUpload', value }, 'uploadState')
    } catch (error) {
      // A connection that is gone shows in the figures as a loss.
      if (error instanceof Refusal) peer.onRefused(number, error.reason)
      return
    }
    peer.post(conversation, number, uploadedFile)
  }

  return (visitor, number) => {
    const before = last.get(visitor.conversationId)
    const uploading =
      before === undefined ? upload(visitor, number) : before.then(() => upload(visitor, number))
    last.set(visitor.conversationId, uploading)
  }
}

/** What came of loading files again. */
export interface FilesCheck {
  loaded: number
  /** Not to be loaded, or with other bytes. */
  wrong: number
}

/** Loads the newest files of some conversations by their links, and compares their hashes. */
export async function checkFiles(
  url: string,
  agent: Peer,
  visitors: readonly Visitor[],
  size: number,
): Promise<FilesCheck> {
  const check: FilesCheck = { loaded: 0, wrong: 0 }
  await inTurns(visitors.length, 2, async (index) => {
    const { conversationId } = visitors[index] as Visitor
    const files = (await readLog(agent, conversationId))
      .filter(({ content }) => content?.$case === 'file')
      .slice(-LINKS_AT_ONCE)
    if (files.length === 0) return
    const seqs = files.map(({ seq }) => seq)
    const { links } = await agent.ask(
      { $case: 'fetchFileLinks', value: { conversationId, seqs } },
      'fileLinks',
    )
    for (const { seq, clientId } of files) {
      const link = links.find((each) => each.seq === seq)
      const response = await fetch(new URL(link?.url ?? '/none', url))
      const bytes = Buffer.from(await response.arrayBuffer())
      const wanted = makeFile(conversationId, Number(clientId), size)
      check.loaded += 1
      if (!response.ok || hashOf(bytes) !== hashOf(wanted)) check.wrong += 1
    }
  })
  return check
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
