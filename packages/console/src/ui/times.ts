import { currentLocale } from '../i18n/index.ts'

/** A moment in full, in the reader's language and time zone. */
export function moment(at: number): string {
  return new Intl.DateTimeFormat(currentLocale(), {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(at)
}
