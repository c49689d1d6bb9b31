import { Refusal } from '@parley/protocol'
import type { OpeningHours } from '@parley/protocol/rest/routing'
import { type Calendar, createCalendar } from '../hours.ts'

/** @throws {Refusal} `bad_input` for an unknown zone, or a day whose spans are not in order. */
export function checkHours(hours: OpeningHours): void {
  toCalendar(hours)
  const days = [...hours.week, ...hours.holidays.map(({ spans }) => spans)]
  for (const spans of days) {
    spans.forEach(({ from, to }, index) => {
      const before = spans[index - 1]
      if (from >= to || (before !== undefined && from < before.to)) {
        throw new Refusal(
          'bad_input',
          `The hours ${from} to ${to} end before they begin, or before those that precede them do.`,
        )
      }
    })
  }
  const dates = hours.holidays.map(({ date }) => date)
  const twice = dates.find((date, index) => dates.indexOf(date) !== index)
  if (twice !== undefined) throw new Refusal('bad_input', `${twice} is listed twice.`)
}

/** @throws {Refusal} `bad_input` for an unknown time zone. */
export function toCalendar(hours: OpeningHours): Calendar {
  try {
    return createCalendar(hours)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new Refusal(
      'bad_input',
      `"${hours.timeZone}" is no time zone. Write one as Europe/Berlin.`,
    )
  }
}
