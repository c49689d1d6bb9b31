import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { temporaryFolder } from '../../../../tests/_harness/temporary-folder.ts'
import { describePassageIndex } from '../../../knowledge/passage-index.conformance.ts'
import { createSqlitePassageIndex } from './passage-index.ts'
import { openSqliteStorage } from './storage.ts'

async function open() {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await temporaryFolder())
  const storage = opened.use(await openSqliteStorage({ file: join(folder.path, 'parley.db') }))
  const closing = opened.move()
  return {
    storage,
    index: createSqlitePassageIndex(storage.db),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

describePassageIndex('sqlite', open)

test('leaves nothing of a removed article in the index', async () => {
  await using room = await open()
  const { index, storage } = room
  const owner = {
    workspaceId: 'w',
    articleId: 'a',
    version: 1,
    kind: 'faq',
    title: 'Title',
    locale: 'en',
    audience: 'everyone',
    source: '',
    validFrom: null,
    validUntil: null,
  } as const
  await storage.atomically(index.replace(owner, [{ heading: '', text: 'words', keywords: '' }]))
  const count = async () =>
    (await storage.db.selectFrom(sql`passage_terms`.as('terms')).selectAll().execute()).length
  assert.equal(await count(), 2)
  await storage.atomically(index.remove('a'))
  assert.equal(await count(), 0)
})
