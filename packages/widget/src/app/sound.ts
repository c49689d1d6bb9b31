import { createChime } from '@parley/browser'

const MUTED_KEY = 'parley.muted'

/** E5 and A5. */
const NOTES = [659.25, 880]

/** The sound of a new message, and whether the visitor wants it. */
export function createSound() {
  const chime = createChime()
  return {
    get isMuted(): boolean {
      try {
        return localStorage.getItem(MUTED_KEY) === '1'
      } catch {
        return false
      }
    },
    setMuted(isMuted: boolean): void {
      try {
        if (isMuted) localStorage.setItem(MUTED_KEY, '1')
        else localStorage.removeItem(MUTED_KEY)
      } catch {
        // Blocked: sounds stay as they are.
      }
    },
    play(): void {
      if (!this.isMuted) chime.play(NOTES)
    },
  }
}
