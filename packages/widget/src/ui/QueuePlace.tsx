import type { Locale } from '@parley/protocol/rest'
import type { QueuePlace as Place } from '../app/queue-places.ts'
import type { Texts } from '../i18n/index.ts'

/** Where the visitor waits for a person, how long it will take, and what to do when it is too long. */
export function QueuePlace({
  place: { position, p50Ms, p90Ms, shouldLeaveMessage, opensAt },
  texts,
  locale,
}: {
  place: Place
  texts: Texts
  locale: Locale
}) {
  const minutes = (ms: number) => Math.max(1, Math.ceil(ms / 60_000))
  return (
    <div class="event" role="status">
      {opensAt > 0 ? (
        texts.queueOpens(opening(opensAt, locale))
      ) : (
        <>
          {texts.queuePlace(position)} {texts.queueUsual(minutes(p50Ms))}{' '}
          {texts.queueMost(minutes(p90Ms))}
        </>
      )}
      {shouldLeaveMessage && ` ${texts.queueLong}`}
    </div>
  )
}

/** The time of an opening, with its day unless that is today. */
function opening(at: number, locale: Locale): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString()
  return new Intl.DateTimeFormat(locale, {
    ...(isToday ? {} : { weekday: 'long' }),
    hour: 'numeric',
    minute: '2-digit',
  }).format(at)
}
