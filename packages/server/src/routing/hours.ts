/** When a workspace or a team is there, in its own time zone. */
export interface BusinessHours {
  /** IANA name: "Asia/Shanghai". */
  timeZone: string
  /** Spans of each day, Sunday first; "24:00" ends a day. An empty day is closed. */
  week: readonly (readonly Span[])[]
  /** Days that are otherwise than their weekday; without spans they are closed. */
  holidays: readonly { date: string; spans: readonly Span[] }[]
}

/** Wall-clock times, "HH:MM". */
export interface Span {
  from: string
  to: string
}

/** How far ahead an opening is looked for; hours that open never are closed for good. */
const DAYS_AHEAD_MAX = 370

const DAY_MS = 86_400_000
const QUARTER_MS = 900_000

/** Opening times as epoch milliseconds. What has been computed of a day is kept. */
export interface Calendar {
  isOpen(at: number): boolean
  /** The next moment at which it opens or closes; Infinity when there is none. */
  nextChange(at: number): number
  /** The moment at which `openMs` of open time have passed since `from`; Infinity when never. */
  addOpenTime(from: number, openMs: number): number
  openTimeBetween(from: number, to: number): number
}

/** Open all the time. */
export const alwaysOpen: Calendar = {
  isOpen: () => true,
  nextChange: () => Number.POSITIVE_INFINITY,
  addOpenTime: (from, openMs) => from + openMs,
  openTimeBetween: (from, to) => Math.max(0, to - from),
}

/**
 * Reads business hours. Days with a change of the clocks are as long as they are: a time that the
 * clocks skip counts as the moment of the jump, one that comes twice as its first coming.
 *
 * @throws {RangeError} for an unknown time zone.
 */
export function createCalendar(hours: BusinessHours): Calendar {
  const zone = createZone(hours.timeZone)
  const holidays = new Map(hours.holidays.map(({ date, spans }) => [date, spans]))
  const days = new Map<number, { from: number; to: number }[]>()

  /** A day is named by its number since 1970 in the zone's own calendar. */
  function spansOf(day: number): { from: number; to: number }[] {
    const known = days.get(day)
    if (known !== undefined) return known
    const date = new Date(day * DAY_MS)
    const wanted =
      holidays.get(date.toISOString().slice(0, 10)) ?? hours.week[date.getUTCDay()] ?? []
    const spans = wanted
      .map(({ from, to }) => ({
        from: zone.toEpoch(day * DAY_MS + minutesOf(from) * 60_000),
        to: zone.toEpoch(day * DAY_MS + minutesOf(to) * 60_000),
      }))
      .filter(({ from, to }) => to > from)
      .sort((a, b) => a.from - b.from)
    if (days.size > 1_000) days.clear()
    days.set(day, spans)
    return spans
  }

  /** Spans that end after `at`, in order. */
  function* spansFrom(at: number) {
    const first = Math.floor(zone.toWall(at) / DAY_MS)
    for (let day = first; day <= first + DAYS_AHEAD_MAX; day += 1) {
      for (const span of spansOf(day)) if (span.to > at) yield span
    }
  }

  return {
    isOpen(at) {
      for (const { from } of spansFrom(at)) return from <= at
      return false
    },
    nextChange(at) {
      let end = Number.NaN
      for (const { from, to } of spansFrom(at)) {
        // Spans that touch are one, also over midnight.
        if (!Number.isNaN(end) && from > end) return end
        if (from > at && Number.isNaN(end)) return from
        end = Number.isNaN(end) ? to : Math.max(end, to)
        if (end - at > DAYS_AHEAD_MAX * DAY_MS) break
      }
      return Number.isNaN(end) || end - at > (DAYS_AHEAD_MAX - 2) * DAY_MS
        ? Number.POSITIVE_INFINITY
        : end
    },
    addOpenTime(from, openMs) {
      let left = openMs
      let reached = from
      for (const span of spansFrom(from)) {
        const start = Math.max(span.from, reached)
        if (start + left <= span.to) return start + left
        left -= Math.max(0, span.to - start)
        reached = Math.max(reached, span.to)
      }
      return Number.POSITIVE_INFINITY
    },
    openTimeBetween(from, to) {
      let sum = 0
      let reached = from
      for (const span of spansFrom(from)) {
        if (span.from >= to) break
        sum += Math.max(0, Math.min(span.to, to) - Math.max(span.from, reached))
        reached = Math.max(reached, span.to)
      }
      return sum
    },
  }
}

function minutesOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number)
  return (hour ?? 0) * 60 + (minute ?? 0)
}

/** Between epoch milliseconds and the zone's wall clock, written as if it were UTC. */
function createZone(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })

  /** By quarter of an hour: no zone changes its clocks in between, and asking costs microseconds. */
  const offsets = new Map<number, number>()

  function offsetIn(quarter: number): number {
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    const at = quarter * QUARTER_MS
    const parts: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value)
    const { year, month, day, hour, minute, second } = parts as Record<string, number>
    const offset = Date.UTC(year!, month! - 1, day, hour, minute, second) - at
    if (offsets.size > 2_000) offsets.clear()
    offsets.set(quarter, offset)
    return offset
  }

  function toWall(at: number): number {
    return at + offsetIn(Math.floor(at / QUARTER_MS))
  }

  return {
    toWall,
    toEpoch(wall: number): number {
      // The offsets a day before and after bracket any jump of the clocks in between.
      const before = wall - DAY_MS - toWall(wall - DAY_MS)
      const after = wall + DAY_MS - toWall(wall + DAY_MS)
      const first = wall + Math.min(before, after)
      const second = wall + Math.max(before, after)
      if (toWall(first) === wall) return first
      if (toWall(second) === wall) return second
      // Skipped: the first moment whose wall clock is past it.
      let low = first
      let high = second
      while (high - low > 1_000) {
        const middle = Math.floor((low + high) / 2_000) * 1_000
        if (toWall(middle) < wall) low = middle
        else high = middle
      }
      return high
    },
  }
}
