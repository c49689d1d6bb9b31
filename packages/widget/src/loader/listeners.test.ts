import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settle } from '../../tests/_harness/fake-server.ts'
import { createListeners } from './listeners.ts'

describe('the listeners', () => {
  it('hear of their own event until they are removed', async () => {
    const { add, remove, tell } = createListeners()
    const heard: unknown[] = []
    const listener = (detail: unknown) => heard.push(detail)
    add('unread', listener)
    tell('unread', 1)
    tell('open')
    await settle()
    remove('unread', listener)
    tell('unread', 2)
    await settle()
    assert.deepEqual(heard, [1])
  })

  it('hear of `ready` also when they come late, and once', async () => {
    const { add, tell } = createListeners()
    let early = 0
    let late = 0
    add('ready', () => {
      early += 1
    })
    tell('ready')
    add('ready', () => {
      late += 1
    })
    await settle()
    assert.deepEqual([early, late], [1, 1])
  })

  it('are never called while the page makes its call', () => {
    const { add, tell } = createListeners()
    let isCalled = false
    add('open', () => {
      isCalled = true
    })
    tell('open')
    assert.equal(isCalled, false)
  })
})
