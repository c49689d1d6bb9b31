import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { memoryStorage } from '../../tests/_harness/memory-storage.ts'
import { createTabMemory, type TabMemory } from './tab-memory.ts'

const fresh: TabMemory = { place: { name: 'home' }, drafts: {} }

describe('a tab’s memory', () => {
  it('goes on at the next page where the last one was left, per channel', () => {
    const storage = memoryStorage()
    const left: TabMemory = {
      place: { name: 'thread', conversationId: 'c1' },
      drafts: { c1: 'half a sen' },
    }
    createTabMemory('ch1', () => storage).write(left)
    assert.deepEqual(createTabMemory('ch1', () => storage).read(), left)
    assert.deepEqual(createTabMemory('ch2', () => storage).read(), fresh)
  })

  it('starts fresh where something else is stored', () => {
    for (const text of ['', '{', '[]', '7', '{"place":{"name":"thread"},"drafts":{"c1":1}}']) {
      const storage = memoryStorage()
      storage.setItem('parley.tab.ch1', text)
      assert.deepEqual(createTabMemory('ch1', () => storage).read(), fresh, text)
    }
  })

  it('starts fresh where storage is blocked', () => {
    const memory = createTabMemory('ch1', () => {
      throw new Error('denied')
    })
    memory.write({ ...fresh, drafts: { c1: 'x' } })
    assert.deepEqual(memory.read(), fresh)
  })
})
