import type { Page } from '../frame-messages.ts'

/** How often the address is looked at. */
const LOOK_MS = 1_000

/**
 * Tells of the page that the visitor looks at, and of every further one, also where a single-page
 * site changes its address without loading. It looks instead of patching the page's history, which
 * other scripts patch as well. Returns what ends it.
 */
export function watchPages(onPage: (page: Page) => void): () => void {
  let last = ''
  function look(): void {
    const { href: url } = location
    if (url === last) return
    onPage({ url, title: document.title, referrer: last || document.referrer })
    last = url
  }
  look()
  const timer = setInterval(look, LOOK_MS)
  return () => clearInterval(timer)
}
