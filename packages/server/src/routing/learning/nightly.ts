import { createCalendar } from '../hours.ts'

/** The next moment at which the zone's clocks show the full hour, after `now`. */
export function nextNight(now: number, hour: number, timeZone: string): number {
  const clock = (at: number) => `${String(at).padStart(2, '0')}:00`
  const span = [{ from: clock(hour), to: clock(hour + 1) }]
  const nights = createCalendar({ timeZone, week: Array(7).fill(span), holidays: [] })
  const change = nights.nextChange(now)
  return nights.isOpen(now) ? nights.nextChange(change) : change
}
