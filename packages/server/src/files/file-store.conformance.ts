import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import type { FileStore } from './ports.ts'
import type { FileDraft, StoredBytes, UploadKey } from './types.ts'

interface Room extends AsyncDisposable {
  store: FileStore
  /** A path on the store's own disk, where a part may lie before it is taken over. */
  partPath(name: string): string
  /** The bytes of what the store handed out. */
  load(stored: StoredBytes | undefined): Promise<Uint8Array | undefined>
  /** Whether the store still holds the content in any form. */
  holds(id: string): Promise<boolean>
}

const key = (clientId: string, authorId = 'ada'): UploadKey => ({
  workspaceId: 'tea',
  authorId,
  clientId,
})

const bytesOf = (words: string) => new TextEncoder().encode(words)
const idOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function draft(name: string, size: number): FileDraft {
  const shape = { width: 0, height: 0, hasPreview: false }
  return { name, mediaType: 'text/plain', size, kind: 'document', ...shape }
}

function small(clientId: string, words: string, change: { at?: number; authorId?: string } = {}) {
  const bytes = bytesOf(words)
  return {
    key: key(clientId, change.authorId),
    draft: draft(`${clientId}.txt`, bytes.length),
    preview: undefined as Uint8Array | undefined,
    createdAt: change.at ?? 1_000,
    bytes,
  }
}

/** What every `FileStore` must do. `open` gives a fresh, empty one, closed after use. */
export function describeFileStore(name: string, open: () => Promise<Room>): void {
  describe(`FileStore: ${name}`, () => {
    test('keeps a file whole, named by its content, and brings back what is told of it', async () => {
      await using room = await open()
      const file = small('one', '你好 👋')
      const kept = await room.store.keep(file)
      assert.deepEqual(kept, { id: idOf(file.bytes), ...file.draft })
      assert.deepEqual(await room.store.find(file.key), kept)
      assert.deepEqual(await room.load(await room.store.read(kept.id)), file.bytes)
      assert.equal(await room.store.find(key('two')), undefined)
      assert.equal(await room.store.find({ ...file.key, workspaceId: 'other' }), undefined)
      assert.equal(await room.store.read(idOf(bytesOf('nothing'))), undefined)
    })

    test('stores a repeated key once and brings the first file back', async () => {
      await using room = await open()
      const first = await room.store.keep(small('same', 'first'))
      assert.deepEqual(await room.store.keep(small('same', 'second')), first)
      assert.equal(room.store.totalBytes, 5)
      assert.equal(await room.holds(idOf(bytesOf('second'))), false)
    })

    test('keeps equal client_ids of two authors apart', async () => {
      await using room = await open()
      const [one, other] = await Promise.all([
        room.store.keep(small('same', 'one')),
        room.store.keep(small('same', 'other', { authorId: 'bob' })),
      ])
      assert.notEqual(one.id, other.id)
      assert.deepEqual(await room.store.find(key('same', 'bob')), other)
    })

    test('holds equal contents once, until the last upload that brought it goes', async () => {
      await using room = await open()
      const [one, other] = await Promise.all([
        room.store.keep(small('one', 'equal')),
        room.store.keep(small('two', 'equal', { authorId: 'bob' })),
      ])
      assert.equal(one.id, other.id)
      assert.equal(room.store.totalBytes, 5)
      await room.store.remove(key('one'))
      assert.equal(await room.holds(one.id), true)
      await room.store.remove(key('two', 'bob'))
      assert.equal(await room.holds(one.id), false)
      assert.equal(room.store.totalBytes, 0)
    })

    test('takes a part over, with its preview', async () => {
      await using room = await open()
      const bytes = bytesOf('large '.repeat(50_000))
      const path = room.partPath('large')
      await writeFile(path, bytes)
      const id = idOf(bytes)
      const file = {
        key: key('large'),
        draft: draft('large.txt', bytes.length),
        preview: bytesOf('small picture'),
        createdAt: 1_000,
      }
      const adopted = await room.store.adopt({ ...file, id, path })
      assert.deepEqual(adopted, { id, ...file.draft })
      assert.deepEqual(await room.store.adopt({ ...file, id, path }), adopted)
      assert.deepEqual(await room.load(await room.store.read(id)), bytes)
      assert.deepEqual(await room.store.readPreview(id), bytesOf('small picture'))
      assert.equal(room.store.totalBytes, bytes.length)
      await writeFile(path, bytes)
      await room.store.adopt({ ...file, key: key('again'), id, path })
      assert.equal(room.store.totalBytes, bytes.length)
      await room.store.remove(key('large'))
      assert.deepEqual(await room.load(await room.store.read(id)), bytes)
      await room.store.remove(key('again'))
      assert.equal(await room.holds(id), false)
      assert.equal(await room.store.readPreview(id), undefined)
    })

    test('refuses a part that is not there and goes on with the others', async () => {
      await using room = await open()
      const missing = {
        key: key('missing'),
        draft: draft('missing', 9),
        preview: undefined,
        createdAt: 1,
        id: idOf(bytesOf('missing')),
        path: room.partPath('missing'),
      }
      const [refused, kept] = await Promise.allSettled([
        room.store.adopt(missing),
        room.store.keep(small('one', 'beside it')),
      ])
      assert.equal(refused.status, 'rejected')
      assert.equal(kept.status, 'fulfilled')
      assert.equal(await room.store.find(key('missing')), undefined)
      assert.equal(room.store.totalBytes, 9)
    })

    test('claims a file for a message, which a second time is not the first', async () => {
      await using room = await open()
      const file = await room.store.keep(small('one', 'words'))
      assert.deepEqual(await room.store.claim(key('one')), { file, isFirst: true })
      assert.deepEqual(await room.store.claim(key('one')), { file, isFirst: false })
      assert.equal(await room.store.claim(key('none')), undefined)
      await room.store.release(key('one'))
      assert.deepEqual(await room.store.claim(key('one')), { file, isFirst: true })
    })

    test('removes nothing that a message claimed', async () => {
      await using room = await open()
      const file = await room.store.keep(small('one', 'words'))
      await room.store.claim(key('one'))
      await room.store.remove(key('one'))
      assert.equal(await room.store.sweepUnclaimed(9_999, 10), 0)
      assert.deepEqual(await room.store.find(key('one')), file)
    })

    test('sweeps what is unclaimed and old, the oldest first, so many at a time', async () => {
      await using room = await open()
      for (const at of [400, 100, 300, 200]) {
        await room.store.keep(small(`at-${at}`, `words ${at}`, { at }))
      }
      await room.store.claim(key('at-100'))
      assert.equal(await room.store.sweepUnclaimed(400, 1), 1)
      assert.equal(await room.store.find(key('at-200')), undefined)
      assert.equal(await room.store.sweepUnclaimed(400, 9), 1)
      assert.equal(await room.store.sweepUnclaimed(400, 9), 0)
      assert.ok((await room.store.find(key('at-100'))) !== undefined)
      assert.ok((await room.store.find(key('at-400'))) !== undefined)
      assert.equal(room.store.totalBytes, 18)
    })

    test('keeps many that come at once, each with its own bytes', async () => {
      await using room = await open()
      const files = Array.from({ length: 600 }, (_, n) => small(`n${n}`, `words of ${n}`))
      const kept = await Promise.all(files.map((file) => room.store.keep(file)))
      for (const [index, { bytes }] of files.entries()) {
        const id = kept[index]?.id ?? ''
        assert.equal(id, idOf(bytes))
        assert.deepEqual(await room.load(await room.store.read(id)), bytes)
      }
    })
  })
}
