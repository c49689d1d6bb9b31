import { currentLocale } from '../../i18n/index.ts'

/** Milliseconds as people read them: "320 ms", "1.4 s". */
export function lengthOf(ms: number): string {
  const isShort = ms < 1_000
  return new Intl.NumberFormat(currentLocale(), {
    style: 'unit',
    unit: isShort ? 'millisecond' : 'second',
    unitDisplay: 'short',
    maximumFractionDigits: isShort ? 0 : 1,
  }).format(isShort ? ms : ms / 1_000)
}

/** Millionths of the workspace's currency as an amount. */
export function amountOf(micros: number): string {
  return numberOf(micros / 1_000_000, 4)
}

/** A number in the reader's language. */
export function numberOf(value: number, maximumFractionDigits = 0): string {
  return new Intl.NumberFormat(currentLocale(), { maximumFractionDigits }).format(value)
}
