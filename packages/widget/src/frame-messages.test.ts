import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type ToFrame, unwrap, wrap } from './frame-messages.ts'

const page = {} as Window
const stranger = {} as Window
const opened: ToFrame = { type: 'opened' }

function event(change: Partial<MessageEvent> = {}) {
  return { data: wrap(opened), origin: 'https://shop.example', source: page, ...change }
}

describe('unwrap', () => {
  const peer = { source: page, origin: 'https://shop.example' }

  it('brings back what was wrapped', () => {
    assert.deepEqual(unwrap(event(), peer), opened)
  })

  it('takes any origin from the right window while the origin is unknown', () => {
    assert.deepEqual(unwrap(event(), { source: page, origin: undefined }), opened)
  })

  it('hears nothing from another window', () => {
    assert.equal(unwrap(event({ source: stranger }), peer), undefined)
    assert.equal(unwrap(event({ source: stranger }), { ...peer, origin: undefined }), undefined)
  })

  it('hears nothing from another origin in the right window', () => {
    assert.equal(unwrap(event({ origin: 'https://evil.example' }), peer), undefined)
    assert.equal(unwrap(event({ origin: 'null' }), peer), undefined)
  })

  it('hears nothing while there is no window to hear from', () => {
    for (const source of [null, undefined]) {
      assert.equal(unwrap(event({ source: null }), { source, origin: undefined }), undefined)
    }
  })

  it('passes over what others send to the same window', () => {
    const foreign = [null, undefined, 'parley', 7, [], {}, { parley: null }, { parley: 'opened' }]
    for (const data of [...foreign, { parley: { type: 1 } }, { other: opened }]) {
      assert.equal(unwrap(event({ data }), peer), undefined)
    }
  })
})
