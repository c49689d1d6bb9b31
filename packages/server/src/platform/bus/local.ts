/**
 * Hands events to every listener of this process, in the order of `publish`. A listener that
 * throws is reported and harms neither the publisher nor the others.
 */
export function createLocalBus<Event>(onError: (error: unknown) => void) {
  const listeners: ((event: Event) => void)[] = []
  return {
    publish(event: Event): void {
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          onError(error)
        }
      }
    },
    subscribe(listener: (event: Event) => void): void {
      listeners.push(listener)
    },
  }
}
