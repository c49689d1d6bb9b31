import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { localStorageOutbox, type PendingMessage } from '../src/index.ts'

const message = (clientId: string): PendingMessage => ({
  clientId,
  conversationId: 'a',
  kind: 'text',
  text: `text of ${clientId} 🍵`,
  createdAt: 1,
  state: 'sending',
})
const none = new Set<string>()
const idsOf = (messages: PendingMessage[]) => messages.map(({ clientId }) => clientId)

/** Puts a browser's storage in place; `isFull` refuses to take anything. */
function provideStorage({ isFull = false } = {}): Map<string, string> {
  const kept = new Map<string, string>()
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, value: string) {
      if (isFull) throw new DOMException('full', 'QuotaExceededError')
      kept.set(key, value)
    },
    removeItem: (key: string) => kept.delete(key),
  }
  define({ value: localStorage })
  return kept
}

const original = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')

function define(property: PropertyDescriptor): void {
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, ...property })
}

afterEach(() => {
  if (original === undefined) Reflect.deleteProperty(globalThis, 'localStorage')
  else Object.defineProperty(globalThis, 'localStorage', original)
})

describe('localStorageOutbox', () => {
  it('brings back over a reload what is unsent, and cleans up after it', () => {
    const kept = provideStorage()
    localStorageOutbox('k').save([message('1'), message('2')], none)
    assert.deepEqual(localStorageOutbox('k').load(), [message('1'), message('2')])
    assert.deepEqual(localStorageOutbox('other').load(), [])
    localStorageOutbox('k').save([], new Set(['1', '2']))
    assert.equal(kept.size, 0)
  })

  it('keeps what other tabs saved, and takes away what either settled', () => {
    provideStorage()
    const one = localStorageOutbox('k')
    const other = localStorageOutbox('k')
    one.save([message('1')], none)
    other.save([message('2')], none)
    assert.deepEqual(idsOf(one.load()), ['1', '2'])
    one.save([], new Set(['1']))
    assert.deepEqual(idsOf(other.load()), ['2'])
  })

  it('reads nothing out of what is no outbox', () => {
    const kept = provideStorage()
    for (const text of ['', '{', 'null', '7', '{"0":1}', '"text"']) {
      kept.set('k', text)
      assert.deepEqual(localStorageOutbox('k').load(), [], text)
    }
    const { createdAt: _, ...timeless } = message('1')
    const broken = [null, 1, {}, timeless, { ...message('2'), state: 'sent' }]
    kept.set('k', JSON.stringify([...broken, message('3')]))
    assert.deepEqual(idsOf(localStorageOutbox('k').load()), ['3'])
  })

  it('keeps at most 200, the newest', () => {
    provideStorage()
    const many = Array.from({ length: 230 }, (_, index) => message(`${index}`))
    localStorageOutbox('k').save(many, none)
    const kept = idsOf(localStorageOutbox('k').load())
    assert.deepEqual([kept.length, kept[0], kept.at(-1)], [200, '30', '229'])
  })

  it('lives without a storage that is full, blocked or not there', () => {
    provideStorage({ isFull: true })
    const full = localStorageOutbox('k')
    full.save([message('1')], none)
    assert.deepEqual(full.load(), [])
    define({
      get() {
        throw new DOMException('blocked', 'SecurityError')
      },
    })
    const blocked = localStorageOutbox('k')
    blocked.save([message('1')], none)
    blocked.save([], none)
    assert.deepEqual(blocked.load(), [])
    define({ value: undefined })
    localStorageOutbox('k').save([message('1')], none)
    assert.deepEqual(localStorageOutbox('k').load(), [])
  })
})
