import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import type { PartStore } from './ports.ts'

const key = { workspaceId: 'tea', authorId: 'ada', clientId: 'one' }
const bytesOf = (words: string) => new TextEncoder().encode(words)

/** What every `PartStore` must do. `open` gives the same store again when it is called again. */
export function describePartStore(
  name: string,
  folder: () => Promise<{ open(): Promise<PartStore> } & AsyncDisposable>,
): void {
  describe(`PartStore: ${name}`, () => {
    test('grows by what is appended, and is there when it is opened again', async () => {
      await using room = await folder()
      const parts = await room.open()
      assert.deepEqual(await parts.begin(key, 'a.txt', 10), {
        key,
        name: 'a.txt',
        size: 10,
        offset: 0,
      })
      assert.equal(await parts.append(key, 0, bytesOf('hello')), 5)
      const again = await room.open()
      assert.equal((await again.find(key))?.offset, 5)
      assert.equal((await again.begin(key, 'other.txt', 99)).name, 'a.txt')
      assert.equal(await again.append(key, 5, bytesOf('world')), 10)
      assert.deepEqual(await again.head(key, 7), Buffer.from('hellowo'))
      const { id } = await again.digest(key)
      assert.equal(id, createHash('sha256').update('helloworld').digest('hex'))
    })

    test('takes appends in the order of the calls, and none at another offset', async () => {
      await using room = await folder()
      const parts = await room.open()
      await parts.begin(key, 'a', 9)
      const results = await Promise.allSettled([
        parts.append(key, 0, bytesOf('abc')),
        parts.append(key, 3, bytesOf('def')),
        parts.append(key, 3, bytesOf('xyz')),
        parts.append(key, 7, bytesOf('z')),
        parts.append(key, 6, bytesOf('ghi')),
      ])
      assert.deepEqual(
        results.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.reason)),
        [3, 6, 'upload_mismatch', 'upload_mismatch', 9],
      )
      assert.deepEqual(await parts.head(key, 99), Buffer.from('abcdefghi'))
    })

    test('knows nothing of what was removed or never begun', async () => {
      await using room = await folder()
      const parts = await room.open()
      await parts.begin(key, 'a', 9)
      await parts.append(key, 0, bytesOf('abc'))
      await parts.remove(key)
      assert.equal(await parts.find(key), undefined)
      await assert.rejects(parts.append(key, 3, bytesOf('d')), { reason: 'file_missing' })
      assert.equal((await parts.begin(key, 'b', 4)).offset, 0)
      const other = { ...key, authorId: 'bob' }
      assert.equal(await parts.find(other), undefined)
      await parts.remove(other)
    })

    test('sweeps what nothing came to since then', async () => {
      await using room = await folder()
      const parts = await room.open()
      await parts.begin(key, 'a', 9)
      await parts.append(key, 0, bytesOf('abc'))
      assert.equal(await parts.sweep(Date.now() - 60_000), 0)
      assert.equal((await parts.find(key))?.offset, 3)
      assert.equal(await parts.sweep(Date.now() + 60_000), 1)
      assert.equal(await parts.find(key), undefined)
    })
  })
}
