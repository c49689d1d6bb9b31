import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { memoryStorage } from '../../tests/_harness/memory-storage.ts'
import { createVisitorToken } from './visitor-token.ts'

/** A window with storage and its events; `null` blocks the storage. */
function browser(storage: ReturnType<typeof memoryStorage> | null = memoryStorage()) {
  const events = new EventTarget()
  return {
    get localStorage() {
      if (storage === null) throw new Error('denied')
      return storage
    },
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    /** Another tab has written. */
    written(key: string, newValue: string | null) {
      events.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))
    },
  }
}

const tokenIn = (window: ReturnType<typeof browser>, channelId = 'ch1') =>
  createVisitorToken(channelId, window as never)

describe('the visitor’s token', () => {
  it('is the same on every later page, and another one per channel', () => {
    const window = browser()
    assert.equal(tokenIn(window).read(), '')
    tokenIn(window).write('secret')
    assert.equal(tokenIn(window).read(), 'secret')
    assert.equal(tokenIn(window, 'ch2').read(), '')
  })

  it('lives as long as the page where storage is blocked', () => {
    const token = tokenIn(browser(null))
    token.write('secret')
    assert.equal(token.read(), 'secret')
  })

  it('tells of what another tab writes, until it is told to stop', () => {
    const window = browser()
    const heard: string[] = []
    const stop = tokenIn(window).watch((stored) => heard.push(stored))
    window.written('parley.visitor.ch1', 'theirs')
    window.written('parley.visitor.ch2', 'other')
    window.written('parley.visitor.ch1', null)
    stop()
    window.written('parley.visitor.ch1', 'late')
    assert.deepEqual(heard, ['theirs'])
  })
})
