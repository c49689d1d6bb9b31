type Listener = (detail?: unknown) => void

/** Whom the page wants told of what. Who comes too late for `ready` hears of it all the same. */
export function createListeners() {
  const listeners = new Map<unknown, Set<unknown>>()
  let isReady = false

  function call(listener: unknown, detail?: unknown): void {
    // Each on its own: what one throws is the page's affair and stops no other.
    queueMicrotask(() => (listener as Listener)(detail))
  }

  return {
    add(event: unknown, listener: unknown): void {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
      if (isReady && event === 'ready') call(listener)
    },
    remove(event: unknown, listener: unknown): void {
      listeners.get(event)?.delete(listener)
    },
    tell(event: string, detail?: unknown): void {
      isReady ||= event === 'ready'
      for (const listener of listeners.get(event) ?? []) call(listener, detail)
    },
  }
}
