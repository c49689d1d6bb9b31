import assert from 'node:assert/strict'
import { copyFile, cp, open as openFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { temporaryFolder } from '../../../../tests/_harness/temporary-folder.ts'
import type { ConversationLog, Message } from '../../../conversations/index.ts'
import { createSqliteConversationLog } from './conversation-log.ts'
import { createHeads } from './heads.ts'
import { openJournal } from './journal.ts'
import { migrateSqlite } from './migrate.ts'
import { createReadPool } from './read-pool.ts'
import { createSegmentMemory, writeSegment } from './segment.ts'
import { openSqliteStorage } from './storage.ts'

interface Logged {
  conversationLog: ConversationLog
}

const scope = { workspaceId: 'w' }
const contact = { kind: 'contact', id: 'v', name: '' } as const

function open(storage: Logged, conversationId: string) {
  return storage.conversationLog.open({
    conversationId,
    workspaceId: 'w',
    channelId: 'c',
    contactId: 'v',
    state: { status: 'queued', queuedAt: 1 },
    message: {
      clientId: conversationId,
      author: contact,
      content: { kind: 'text', text: 'first' },
      postedAt: 1,
    },
    openMax: 10,
  })
}

function post(storage: Logged, conversationId: string, number: number, text = 'hello') {
  return storage.conversationLog.append({
    scope,
    conversationId,
    clientId: `m${number}`,
    author: contact,
    content: { kind: 'text', text: `${number} ${text}` },
    postedAt: 100 + number,
  })
}

const isGapless = (messages: Message[]) => messages.every(({ seq }, index) => seq === index + 1)

describe('the journal', () => {
  test('turns from file to file without a gap, read from memory and tables alike', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'parley.db')
    const total = 7_000
    {
      await using storage = await openSqliteStorage({ file })
      for (const id of ['one', 'two', 'three']) await open(storage, id)
      // Some 60 MB: each of the two files is used more than once.
      const text = '茶'.repeat(3_000)
      for (let number = 1; number <= total; number += 200) {
        const posts = Array.from({ length: 200 }, (_, index) =>
          post(storage, 'one', number + index, text).catch((error) => error.reason),
        )
        // Whoever is told to come back does.
        for (const [index, result] of (await Promise.all(posts)).entries()) {
          if (result !== 'overloaded') continue
          while ((await post(storage, 'one', number + index, text).catch(() => 'no')) === 'no') {
            await new Promise((resolve) => setTimeout(resolve, 20))
          }
        }
        const newest = await storage.conversationLog.readBefore('one', 0, 300)
        const end = (await storage.conversationLog.find(scope, 'one'))?.lastSeq ?? 0
        assert.deepEqual(
          newest.map(({ seq }) => seq),
          newest.map((_, index) => end - newest.length + 1 + index),
        )
      }
    }
    await using storage = await openSqliteStorage({ file })
    const conversation = await storage.conversationLog.find(scope, 'one')
    assert.equal(conversation?.lastSeq, total + 1)
    assert.equal(conversation?.unreadByAgents, total + 1)
    let after = 0
    while (after < total + 1) {
      const page = await storage.conversationLog.readAfter('one', after, 500)
      assert.ok(page.every(({ seq }, index) => seq === after + index + 1))
      after = page.at(-1)?.seq ?? Number.NaN
    }
  })

  test('cut at any byte leaves what was whole, in order, and goes on from there', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'parley.db')
    await using storage = await openSqliteStorage({ file })
    await open(storage, 'one')
    for (let number = 1; number <= 30; number += 1) await post(storage, 'one', number)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 8_000 }), async (cut) => {
        await using other = await temporaryFolder()
        const copy = join(other.path, 'parley.db')
        for (const suffix of ['', '-wal']) await copyFile(`${file}${suffix}`, `${copy}${suffix}`)
        await cp(join(folder.path, 'journal'), join(other.path, 'journal'), { recursive: true })
        const journal = await openFile(join(other.path, 'journal', '1.journal'), 'r+')
        await journal.write(Buffer.alloc(100_000), 0, 100_000, cut)
        await journal.close()
        await using recovered = await openSqliteStorage({ file: copy })
        const log = recovered.conversationLog
        const left = await log.readAfter('one', 0, 100)
        assert.ok(isGapless(left))
        if (left.length === 0) return
        assert.equal((await log.find(scope, 'one'))?.lastSeq, left.length)
        await post(recovered, 'one', 99)
        assert.equal((await log.readAfter('one', 0, 100)).length, left.length + 1)
      }),
      { numRuns: 15 },
    )
  })

  test('takes back what the disk refuses, and goes on when the disk does', async () => {
    await using room = await openOnBrokenDisk()
    const { storage, disk } = room
    const log = storage.conversationLog
    await open(storage, 'one')
    await post(storage, 'one', 1)
    const before = await log.find(scope, 'one')
    disk.isBroken = true
    const refused = await Promise.allSettled([
      post(storage, 'one', 2),
      post(storage, 'one', 3),
      open(storage, 'two'),
      log.find(scope, 'one'),
    ])
    assert.deepEqual(
      refused.map((one) => one.status === 'rejected' && one.reason.reason),
      Array(4).fill('storage_unavailable'),
    )
    assert.deepEqual(await log.find(scope, 'one'), before)
    assert.equal(await log.find(scope, 'two'), undefined)
    disk.isBroken = false
    await post(storage, 'one', 3)
    await open(storage, 'two')
    const messages = await log.readAfter('one', 0, 10)
    assert.ok(isGapless(messages))
    assert.deepEqual(
      messages.map(({ clientId }) => clientId),
      ['one', 'm1', 'm3'],
    )
    assert.equal((await log.ofContact('v', 10)).length, 2)
  })
})

/** The log as `openSqliteStorage` puts it together, with a disk that can be told to refuse. */
async function openOnBrokenDisk() {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder())
  const file = join(folder.path, 'parley.db')
  await migrateSqlite(file)
  const reads = opened.adopt(
    createReadPool(file, () => {}),
    (one) => one.close(),
  )
  const heads = createHeads(reads, 100)
  const disk = { isBroken: false }
  const journal = opened.adopt(
    openJournal(
      {
        folder: join(folder.path, 'journal'),
        memory: [createSegmentMemory(), createSegmentMemory()],
        fold: async () => {},
        folded() {},
        hurry() {},
        observer: { committed() {}, failed() {} },
        write(segment, start, end, then) {
          if (disk.isBroken) setImmediate(then, new Error('no space left on the device'))
          else writeSegment(segment, start, end, then)
        },
      },
      0,
    ),
    (one) => one.close(),
  )
  let lastKey = 0
  const newKey = () => {
    lastKey += 1
    return lastKey
  }
  const conversationLog = createSqliteConversationLog({
    journal,
    heads,
    reads,
    epochs: { holds: () => true, takeOver: async () => 1 },
    newKey,
  })
  const closing = opened.move()
  return {
    storage: { conversationLog },
    disk,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}
