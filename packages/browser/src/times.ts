import type { Locale } from '@parley/protocol/rest'

/** "14:05" or "2:05 PM", in the reader's own time zone. */
export function clockTime(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at)
}

/** The day as a person names it: today, yesterday, else its date. */
export function dayName(
  at: number,
  now: number,
  locale: Locale,
  texts: { today: string; yesterday: string },
): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000)
  if (days === 0) return texts.today
  if (days === 1) return texts.yesterday
  return new Intl.DateTimeFormat(locale, {
    month: 'long',
    day: 'numeric',
    ...(new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' }),
  }).format(at)
}

/** For lists: the time today, else the day. */
export function shortTime(at: number, now: number, locale: Locale): string {
  return startOfDay(at) === startOfDay(now)
    ? clockTime(at, locale)
    : new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' }).format(at)
}

export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}
