import assert from 'node:assert/strict'
import { copyFile, cp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { temporaryFolder } from '../../../../tests/_harness/temporary-folder.ts'
import { describeConversationLog } from '../../../conversations/conversation-log.conformance.ts'
import { openSqliteStorage } from './storage.ts'

async function openRoom() {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder())
  const file = join(folder.path, 'parley.db')
  const storage = opened.use(await openSqliteStorage({ file }))
  const closing = opened.move()
  return {
    storage,
    file,
    log: storage.conversationLog,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

describeConversationLog('sqlite', openRoom)

const workspace = (id: string, name = id) => ({ id, name, isTypingPreviewOn: 1, createdAt: 1 })

describe('sqlite storage', () => {
  test('writes all of a step or nothing, without harm to its neighbours', async () => {
    await using room = await openRoom()
    const { storage } = room
    const insert = (id: string) => ({
      query: storage.db.insertInto('workspaces').values(workspace(id)),
    })
    const missing = {
      query: storage.db.updateTable('workspaces').set({ name: 'x' }).where('id', '=', 'none'),
      changes: 1,
    }
    const results = await Promise.allSettled([
      storage.atomically([insert('a')]),
      storage.atomically([insert('b'), missing]),
      storage.atomically([insert('c'), insert('a')]),
      storage.atomically([insert('d')]),
    ])
    assert.deepEqual(
      results.map((result) => (result.status === 'rejected' ? result.reason.name : 'stored')),
      ['stored', 'WriteConflict', 'Refusal', 'stored'],
    )
    const rows = await storage.db.selectFrom('workspaces').select('id').orderBy('id').execute()
    assert.deepEqual(
      rows.map(({ id }) => id),
      ['a', 'd'],
    )
  })

  test('reads what was just written, in camelCase', async () => {
    await using room = await openRoom()
    const { db } = room.storage
    await db.insertInto('workspaces').values(workspace('w', '云栖茶舍')).execute()
    assert.deepEqual(await db.selectFrom('workspaces').selectAll().execute(), [
      workspace('w', '云栖茶舍'),
    ])
  })

  test('finds everything again after it was closed and opened', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'parley.db')
    {
      await using storage = await openSqliteStorage({ file })
      await storage.db.insertInto('workspaces').values(workspace('w')).execute()
    }
    await using storage = await openSqliteStorage({ file })
    assert.equal((await storage.db.selectFrom('workspaces').selectAll().execute()).length, 1)
  })

  test('finds in the journal what a crash kept out of the tables', async () => {
    await using room = await openRoom()
    await using other = await temporaryFolder()
    const { log, file } = room
    const scope = { workspaceId: 'w' }
    const contact = { kind: 'contact', id: 'v', name: '' } as const
    const agent = { kind: 'agent', id: 'a', name: 'Mei' } as const
    const ids = ['one', 'two', 'three']
    for (const conversationId of ids) {
      await log.open({
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
    const post = (conversationId: string, number: number) =>
      log.append({
        scope,
        conversationId,
        clientId: `m${number}`,
        author: number % 3 === 0 ? agent : contact,
        content: { kind: number % 5 === 0 ? 'note' : 'text', text: `message ${number}` },
        postedAt: 100 + number,
      })
    for (let number = 1; number <= 40; number += 1) await post(ids[number % 3] ?? '', number)
    await log.change({
      scope,
      conversationId: 'two',
      version: 1,
      state: { status: 'resolved' },
      author: agent,
      event: { kind: 'event', type: 'resolved', agentId: 'a', agentName: 'Mei' },
      changedAt: 200,
    })
    await post('two', 41)
    await post('three', 42)

    // What the disk holds at this moment is what a crash leaves.
    const copy = join(other.path, 'parley.db')
    for (const suffix of ['', '-wal']) await copyFile(`${file}${suffix}`, `${copy}${suffix}`)
    await cp(join(dirname(file), 'journal'), join(other.path, 'journal'), { recursive: true })
    await using recovered = await openSqliteStorage({ file: copy })
    for (const id of ids) {
      assert.deepEqual(
        await recovered.conversationLog.find(scope, id),
        await log.find(scope, id),
        id,
      )
    }
    const after = await recovered.conversationLog.append({
      scope,
      conversationId: 'one',
      clientId: 'after',
      author: contact,
      content: { kind: 'text', text: 'after' },
      postedAt: 300,
    })
    const log1 = await recovered.conversationLog.readAfter('one', 0, 100)
    assert.ok(typeof after !== 'string')
    assert.equal(after.message.seq, log1.length)
  })

  test('refuses steps after it was closed', async () => {
    const room = await openRoom()
    await room[Symbol.asyncDispose]()
    await assert.rejects(room.storage.db.selectFrom('workspaces').selectAll().execute())
    await assert.rejects(
      room.storage.db.insertInto('workspaces').values(workspace('w')).execute(),
      { reason: 'storage_unavailable' },
    )
  })
})
