/**
 * Forgets this browser's visitor with all that it kept, and begins anew as nobody known; the page
 * then tells once more who is there.
 */
export function forgetVisitor(channelId: string): void {
  for (const kept of ['visitor', 'outbox', 'tab']) {
    const key = `parley.${kept}.${channelId}`
    try {
      localStorage.removeItem(key)
      sessionStorage.removeItem(key)
    } catch {
      // Where storage is blocked nothing was kept.
    }
  }
  location.reload()
}
