import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { memoryStorage } from '../../tests/_harness/memory-storage.ts'
import { isKept, keep } from './kept.ts'

describe('what is kept for later pages', () => {
  it('is there until it is let go of', () => {
    const storage = memoryStorage()
    assert.equal(
      isKept(() => storage, 'a'),
      false,
    )
    keep(() => storage, 'a', true)
    assert.equal(
      isKept(() => storage, 'a'),
      true,
    )
    assert.equal(
      isKept(() => storage, 'b'),
      false,
    )
    keep(() => storage, 'a', false)
    assert.equal(
      isKept(() => storage, 'a'),
      false,
    )
  })

  it('is nothing where storage is blocked', () => {
    const blocked = () => {
      throw new Error('denied')
    }
    keep(blocked, 'a', true)
    assert.equal(isKept(blocked, 'a'), false)
  })
})
