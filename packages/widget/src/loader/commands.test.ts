import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Host, handBack, takeOver } from './commands.ts'

/** The stub of the snippet, to the letter. */
function pageWithStub(): Host & { Parley: (...call: unknown[]) => void } {
  const page = {
    Parley() {
      const stub = page.Parley as { q?: Iterable<unknown>[] }
      stub.q = stub.q ?? []
      // biome-ignore lint/complexity/noArguments: the stub keeps what was passed, as it was.
      stub.q.push(arguments)
    },
  }
  return page as never
}

describe('takeOver', () => {
  it('carries out the calls that were made before, in their order, then every further one', () => {
    const page = pageWithStub()
    const calls: unknown[][] = []
    page.Parley('identify', { name: 'Li' })
    page.Parley('on', 'unread', Math.max)
    page.Parley('open')
    takeOver(page, (...call) => calls.push(call))
    page.Parley('close')
    assert.deepEqual(calls, [
      ['identify', { name: 'Li' }],
      ['on', 'unread', Math.max],
      ['open'],
      ['close'],
    ])
  })

  it('says that it is loaded, so that a second script changes nothing', () => {
    const page: Host = {}
    takeOver(page, () => {})
    assert.equal(page.Parley?.isLoaded, true)
  })

  it('runs calls that a kept call makes, after it', () => {
    const page = pageWithStub()
    const calls: unknown[] = []
    page.Parley('first')
    page.Parley('second')
    takeOver(page, (command) => {
      calls.push(command)
      if (command === 'first') page.Parley('nested')
    })
    assert.deepEqual(calls, ['first', 'nested', 'second'])
  })
})

describe('handBack', () => {
  it('keeps later calls for the next script', () => {
    const page = pageWithStub()
    takeOver(page, () => assert.fail('was handed back'))
    handBack(page)
    page.Parley('open')
    const calls: unknown[][] = []
    takeOver(page, (...call) => calls.push(call))
    assert.deepEqual(calls, [['open']])
  })
})
