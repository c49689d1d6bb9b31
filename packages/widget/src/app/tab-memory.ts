/** What stands on the screen. A thread without an id is one that its first message will open. */
export type Place = { name: 'home' } | { name: 'thread'; conversationId: string }

/** What this tab was at, so that the next page of a shop goes on where the last one was left. */
export interface TabMemory {
  place: Place
  /** Unsent texts by conversation; `''` is the one that is not started yet. */
  drafts: Record<string, string>
}

type StorageLike = Pick<Storage, 'getItem' | 'setItem'>

/** Reads and keeps the memory in the tab's own storage; where that is blocked, nothing is kept. */
export function createTabMemory(channelId: string, storage = tabStorage) {
  const key = `parley.tab.${channelId}`
  return {
    read(): TabMemory {
      try {
        return toMemory(JSON.parse(storage().getItem(key) ?? 'null'))
      } catch {
        return toMemory(null)
      }
    },
    write(memory: TabMemory): void {
      try {
        storage().setItem(key, JSON.stringify(memory))
      } catch {
        // Blocked or full: the next page starts fresh.
      }
    },
  }
}

// Reading the property throws where the browser blocks storage of third parties.
const tabStorage = (): StorageLike => sessionStorage

function toMemory(value: unknown): TabMemory {
  const { place, drafts } = (value ?? {}) as Partial<TabMemory>
  const isThread = place?.name === 'thread' && typeof place.conversationId === 'string'
  return {
    place: isThread ? { name: 'thread', conversationId: place.conversationId } : { name: 'home' },
    drafts: Object.fromEntries(
      Object.entries(drafts ?? {}).filter(([, text]) => typeof text === 'string'),
    ),
  }
}
