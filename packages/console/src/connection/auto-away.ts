import { Presence } from '@parley/protocol'

export interface AutoAwayPorts {
  /** Epoch milliseconds. */
  now: () => number
  /** So long without a touch sets away; 0 never. */
  afterMs: () => number
  presence: () => Presence
  choose: (presence: Presence) => void
  /** Shared by all tabs of this agent. */
  memory: { read(name: string): string | null; write(name: string, value: string): void }
}

/** Touches within this time are written down once. */
const TOUCH_MS = 2_000

const TOUCHED = 'touched'
/** Set while it was us who set the agent away, and not the agent. */
const SET_AWAY = 'set-away'

/**
 * Sets an agent away who has touched none of its tabs for a while, and online again at the next
 * touch. Whoever chose to be away stays away.
 */
export function createAutoAway({ now, afterMs, presence, choose, memory }: AutoAwayPorts) {
  let writtenAt = 0
  return {
    /** A key, a pointer, a wheel. */
    touched(): void {
      const at = now()
      if (at - writtenAt >= TOUCH_MS) {
        writtenAt = at
        memory.write(TOUCHED, String(at))
      }
      if (memory.read(SET_AWAY) !== 'yes') return
      memory.write(SET_AWAY, 'no')
      if (presence() === Presence.AWAY) choose(Presence.ONLINE)
    },

    /** To be asked now and then. */
    look(): void {
      const after = afterMs()
      if (after <= 0 || presence() !== Presence.ONLINE) return
      if (now() - Number(memory.read(TOUCHED) ?? 0) < after) return
      memory.write(SET_AWAY, 'yes')
      choose(Presence.AWAY)
    },
  }
}
