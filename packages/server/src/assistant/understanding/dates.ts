/** A day that a text names. */
export interface NamedDay {
  /** The day as `2026-05-03`. */
  value: string
  text: string
  from: number
}

const DAY_MS = 86_400_000
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const month = `(?:${months.join('|')})[a-z]*`

const days: Record<string, number> = {
  前天: -2,
  昨天: -1,
  今天: 0,
  明天: 1,
  后天: 2,
  yesterday: -1,
  today: 0,
  tomorrow: 1,
}

const forms: readonly [RegExp, (parts: string[], now: Date) => string | undefined][] = [
  [/(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?/g, ([y, m, d]) => day(Number(y), m, d)],
  [/(?<!\d)(\d{1,2})月(\d{1,2})[日号]?/g, ([m, d], now) => day(now.getUTCFullYear(), m, d)],
  [
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (${month})\\b(?: (\\d{4}))?`, 'g'),
    ([d, m, y], now) => day(Number(y ?? now.getUTCFullYear()), monthOf(m), d),
  ],
  [
    new RegExp(`\\b(${month}) (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (\\d{4}))?`, 'g'),
    ([m, d, y], now) => day(Number(y ?? now.getUTCFullYear()), monthOf(m), d),
  ],
  [
    /前天|昨天|今天|明天|后天|\b(?:yesterday|today|tomorrow)\b/g,
    ([word = ''], now) =>
      new Date(now.getTime() + (days[word] ?? 0) * DAY_MS).toISOString().slice(0, 10),
  ],
]

/**
 * The days that a folded text names, in Chinese or English. A day without a year is in the year of
 * `now` (epoch ms, read in UTC); what is no day of the calendar is left out.
 */
export function findDays(text: string, now: number): NamedDay[] {
  const found: NamedDay[] = []
  for (const [form, read] of forms)
    for (const match of text.matchAll(form)) {
      const parts = match.length > 1 ? match.slice(1) : [match[0]]
      const value = read(parts, new Date(now))
      const isInside = found.some(
        (other) => match.index >= other.from && match.index < other.from + other.text.length,
      )
      if (value !== undefined && !isInside) found.push({ value, text: match[0], from: match.index })
    }
  return found
}

function monthOf(name = ''): string {
  return String(months.indexOf(name.slice(0, 3)) + 1)
}

function day(year: number, monthNumber = '', dayNumber = ''): string | undefined {
  const date = new Date(Date.UTC(year, Number(monthNumber) - 1, Number(dayNumber)))
  const isReal =
    date.getUTCMonth() === Number(monthNumber) - 1 && date.getUTCDate() === Number(dayNumber)
  return isReal ? date.toISOString().slice(0, 10) : undefined
}
