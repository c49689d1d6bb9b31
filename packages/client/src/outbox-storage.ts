import type { OutboxStorage, PendingMessage } from './pending-message.ts'

interface StorageLike {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** Unsent messages kept at most; a person who writes more than that has another problem. */
const KEPT_MAX = 200

/**
 * Keeps unsent messages in the browser's local storage, shared by all tabs of the page: each tab
 * saves its own and takes away what it settled. Where storage is blocked or full, they live as
 * long as the page.
 */
export function localStorageOutbox(key: string): OutboxStorage {
  function read(): PendingMessage[] {
    try {
      const kept: unknown = JSON.parse(browserStorage()?.getItem(key) ?? '[]')
      return Array.isArray(kept) ? kept.filter(isPending) : []
    } catch {
      return []
    }
  }
  return {
    load: read,
    save(pending, settled) {
      const own = new Set(pending.map(({ clientId }) => clientId))
      const others = read().filter(({ clientId }) => !own.has(clientId) && !settled.has(clientId))
      const all = [...others, ...pending].slice(-KEPT_MAX)
      try {
        if (all.length === 0) browserStorage()?.removeItem(key)
        else browserStorage()?.setItem(key, JSON.stringify(all))
      } catch {
        // Full or blocked: the messages still are in memory.
      }
    },
  }
}

function browserStorage(): StorageLike | undefined {
  // Reading the property throws where the browser blocks storage of third parties.
  return (globalThis as unknown as { localStorage?: StorageLike }).localStorage
}

function isPending(value: unknown): value is PendingMessage {
  if (typeof value !== 'object' || value === null) return false
  const { clientId, conversationId, kind, text, file, createdAt, state } = value as Record<
    string,
    unknown
  >
  const isFile = kind === 'file' && isPendingFile(file)
  return (
    typeof clientId === 'string' &&
    typeof conversationId === 'string' &&
    typeof text === 'string' &&
    typeof createdAt === 'number' &&
    (kind === 'text' || kind === 'note' || isFile) &&
    (state === 'sending' || state === 'failed' || (isFile && state === 'uploading'))
  )
}

function isPendingFile(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { name, size, kind } = value as Record<string, unknown>
  return typeof name === 'string' && typeof size === 'number' && typeof kind === 'number'
}
