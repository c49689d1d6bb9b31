/** The visitor's secret, shared by all tabs of the page; kept in memory where storage is blocked. */
export interface VisitorToken {
  read(): string
  write(token: string): void
  /** Calls back when another tab has written one. Returns what ends it. */
  watch(onChange: (token: string) => void): () => void
}

type Browser = Pick<Window, 'localStorage' | 'addEventListener' | 'removeEventListener'>

/** Nothing is stored before the first `write`. */
export function createVisitorToken(channelId: string, browser: Browser = window): VisitorToken {
  const key = `parley.visitor.${channelId}`
  let held = ''
  return {
    read() {
      try {
        return browser.localStorage.getItem(key) ?? held
      } catch {
        return held
      }
    },
    write(token) {
      held = token
      try {
        browser.localStorage.setItem(key, token)
      } catch {
        // Blocked: the visitor is known as long as the page lives.
      }
    },
    watch(onChange) {
      const onStorage = (event: StorageEvent) => {
        if (event.key === key && event.newValue !== null) onChange(event.newValue)
      }
      browser.addEventListener('storage', onStorage)
      return () => browser.removeEventListener('storage', onStorage)
    },
  }
}
