import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { settingsQuery } from '../routing/queries.ts'
import { createAutoAway } from './auto-away.ts'
import { useLive } from './LiveContext.tsx'

const LOOK_MS = 10_000
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/** Sets the agent away after the workspace's time without a key or pointer. Shows nothing. */
export function AutoAway() {
  const live = useLive()
  const { data } = useQuery(settingsQuery)
  const afterMs = useRef(0)
  afterMs.current = data?.autoAwayMs ?? 0
  useEffect(() => {
    const key = (name: string) => `parley.${name}.${live.me.agent.id}`
    const away = createAutoAway({
      now: Date.now,
      afterMs: () => afterMs.current,
      presence: () => live.state.presence,
      // Without a connection there is nobody to tell; the next look or touch tries again.
      choose: (presence) => void live.choosePresence(presence).catch(() => {}),
      memory: {
        read: (name) => localStorage.getItem(key(name)),
        write: (name, value) => localStorage.setItem(key(name), value),
      },
    })
    // Opening the console is a touch.
    away.touched()
    const looking = setInterval(away.look, LOOK_MS)
    for (const touch of TOUCHES) addEventListener(touch, away.touched, { passive: true })
    return () => {
      clearInterval(looking)
      for (const touch of TOUCHES) removeEventListener(touch, away.touched)
    }
  }, [live])
  return null
}
