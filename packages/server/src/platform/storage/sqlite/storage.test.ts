import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { temporaryFolder } from '../../../../tests/_harness/temporary-folder.ts'
import { describeConversationLog } from '../../../conversations/conversation-log.conformance.ts'
import { openSqliteStorage } from './storage.ts'

async function openRoom() {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder())
  const storage = opened.use(await openSqliteStorage({ file: join(folder.path, 'parley.db') }))
  const closing = opened.move()
  return {
    storage,
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
