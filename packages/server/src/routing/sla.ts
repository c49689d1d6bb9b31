import type { Calendar } from './hours.ts'
import type { SlaSettings } from './settings.ts'
import type { Need, SlaClock } from './types.ts'

/** A clock that runs: when it warns and when it is broken. */
export interface RunningClock {
  clock: SlaClock
  warnAt: number
  dueAt: number
}

/**
 * The clocks that run for a conversation, in business hours: until the first reply, until the next
 * one while the contact waits, and until it is resolved. A snoozed conversation has none.
 */
export function runningClocks(need: Need, sla: SlaSettings, calendar: Calendar): RunningClock[] {
  const clocks: RunningClock[] = []
  function run(clock: SlaClock, from: number, lengthMs: number): void {
    if (lengthMs <= 0 || from <= 0) return
    clocks.push({
      clock,
      warnAt: calendar.addOpenTime(from, lengthMs * sla.warnAt),
      dueAt: calendar.addOpenTime(from, lengthMs),
    })
  }
  if (!need.isAnswered) run('first_reply', need.createdAt, sla.firstReplyMs)
  else run('next_reply', need.waitingSince, sla.nextReplyMs)
  run('resolution', need.createdAt, sla.resolutionMs)
  return clocks
}
