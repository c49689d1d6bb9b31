import { createChime } from '@parley/browser'

const chime = createChime()

/** Somebody new waits: three notes upwards (C5, E5, G5). A message: two (A5, E6), softer. */
export function playSound(kind: 'conversation' | 'message'): void {
  if (kind === 'conversation') chime.play([523.25, 659.25, 783.99], 0.12)
  else chime.play([880, 1318.51], 0.07)
}
