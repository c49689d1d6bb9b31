import assert from 'node:assert/strict'
import { existsSync, mkdtempSync } from 'node:fs'
import { readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { describeFileStore } from '../../../files/file-store.conformance.ts'
import type { StoredBytes } from '../../../files/index.ts'
import { describePartStore } from '../../../files/part-store.conformance.ts'
import { openDiskParts } from './parts.ts'
import { openDiskFiles } from './store.ts'

const observer = { committed() {}, failed: (error: Error) => assert.fail(error) }

async function temporary() {
  const folder = mkdtempSync(join(tmpdir(), 'parley-files-'))
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

async function load(stored: StoredBytes | undefined): Promise<Uint8Array | undefined> {
  if (stored === undefined) return undefined
  return stored.kind === 'memory' ? stored.bytes : new Uint8Array(await readFile(stored.path))
}

async function open() {
  const room = await temporary()
  const files = await openDiskFiles(room.folder, observer)
  return {
    ...files,
    folder: room.folder,
    partPath: (name: string) => join(room.folder, 'parts', name),
    load,
    holds: async (id: string) =>
      existsSync(join(room.folder, 'blobs', id.slice(0, 2), id)) ||
      (await files.store.read(id)) !== undefined,
    async [Symbol.asyncDispose]() {
      await files[Symbol.asyncDispose]()
      await room[Symbol.asyncDispose]()
    },
  }
}

describeFileStore('disk', open)

describePartStore('disk', async () => {
  const room = await temporary()
  return {
    open: () => openDiskParts(join(room.folder, 'parts')),
    [Symbol.asyncDispose]: room[Symbol.asyncDispose],
  }
})

const key = { workspaceId: 'tea', authorId: 'ada', clientId: 'one' }
const shape = { width: 0, height: 0, hasPreview: false }
const draft = { name: 'a', mediaType: 'text/plain', size: 5, kind: 'document', ...shape } as const
const file = { key, draft, preview: undefined, createdAt: 0 }
const bytes = new TextEncoder().encode('words')

describe('files on disk', () => {
  test('keep what was unclaimed when the process was killed, and sweep it after a clean stop', async () => {
    await using room = await temporary()
    const path = join(room.folder, 'blobs.db')
    {
      await using first = await openDiskFiles(room.folder, observer)
      await first.store.keep({ ...file, bytes })
    }
    {
      // As it stands in the file while a process has it open, and so after that was killed.
      using database = new DatabaseSync(path)
      database.exec('update totals set is_open = 1')
    }
    {
      await using second = await openDiskFiles(room.folder, observer)
      assert.equal(await second.store.sweepUnclaimed(99, 9), 0)
      await second.store.keep({ ...file, key: { ...key, clientId: 'two' }, bytes })
    }
    await using third = await openDiskFiles(room.folder, observer)
    assert.equal(third.store.totalBytes, 5)
    assert.equal(await third.store.sweepUnclaimed(99, 9), 1)
    assert.ok((await third.store.find(key)) !== undefined)
  })

  test('lose the strays that a crash left, when they are old', async () => {
    await using room = await open()
    const id = 'ab'.repeat(32)
    const part = room.partPath('stray')
    await writeFile(part, 'stray')
    await room.store.adopt({ ...file, id, path: part })
    const known = await room.store.read(id)
    const stray = join(room.folder, 'blobs', 'ab', `ab${'0'.repeat(62)}`)
    await writeFile(stray, 'nobody knows it')
    assert.equal(await room.store.sweepStrays(Date.now() - 60_000), 0)
    await utimes(stray, 1, 1)
    assert.ok(known?.kind === 'file')
    await utimes(known.path, 1, 1)
    assert.equal(await room.store.sweepStrays(Date.now() - 60_000), 1)
    assert.equal(existsSync(stray), false)
    assert.deepEqual(await room.load(known), new TextEncoder().encode('stray'))
  })

  test('give their room back when they go', async () => {
    await using room = await open()
    const keys = Array.from({ length: 300 }, (_, n) => ({ ...key, clientId: `n${n}` }))
    for (const [n, one] of keys.entries()) {
      const content = new Uint8Array(60_000).fill(n)
      content[1] = n >> 8
      const facts = { ...draft, size: content.length }
      await room.store.keep({ ...file, key: one, draft: facts, bytes: content })
    }
    const pages = () => {
      using database = new DatabaseSync(join(room.folder, 'blobs.db'), { readOnly: true })
      return (database.prepare('pragma page_count').get() as { page_count: number }).page_count
    }
    const before = pages()
    for (const one of keys) await room.store.remove(one)
    assert.equal(room.store.totalBytes, 0)
    assert.ok(pages() < before / 10, `${pages()} of ${before} pages are left`)
  })
})
