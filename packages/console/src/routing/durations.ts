import { currentLocale } from '../i18n/index.ts'

/** How long something takes, short: "45 s", "4 min", "1.5 h". */
export function duration(ms: number): string {
  const [value, unit] = partsOf(Math.max(0, ms))
  return new Intl.NumberFormat(currentLocale(), {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && unit !== 'second' ? 1 : 0,
  }).format(value)
}

function partsOf(ms: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  if (ms < 60_000) return [ms / 1_000, 'second']
  if (ms < 3_600_000) return [ms / 60_000, 'minute']
  if (ms < 48 * 3_600_000) return [ms / 3_600_000, 'hour']
  return [ms / 86_400_000, 'day']
}

/** A share from 0 to 1 as percent. */
export function percent(share: number, digits = 0): string {
  return new Intl.NumberFormat(currentLocale(), {
    style: 'percent',
    maximumFractionDigits: digits,
  }).format(share)
}
