import type { Departure, DeparturePage } from '@parley/protocol/rest/privacy'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { currentLocale } from '../../i18n/index.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { moment } from '../../ui/times.ts'
import { withQuery } from '../articles/queries.ts'
import { MoreButton } from '../MoreButton.tsx'
import styles from './Privacy.module.css'
import { RedactedText } from './RedactedText.tsx'

/** What left for other machines: when, to whom, because of whom, and what was hidden in it. */
export function Departures() {
  const { t } = useTranslation('assistant')
  const query = useInfiniteQuery({
    queryKey: ['departures'],
    queryFn: ({ pageParam }) =>
      api<DeparturePage>('GET', withQuery('/api/privacy/departures', { before: pageParam })),
    initialPageParam: '',
    getNextPageParam: ({ hasMore, departures }) => (hasMore ? departures.at(-1)?.id : undefined),
    staleTime: 5_000,
  })
  const departures = query.data?.pages.flatMap((page) => page.departures)
  return (
    <section className={styles.departures}>
      <h3>{t('privacy.left')}</h3>
      {departures?.length === 0 && (
        <EmptyState title={t('privacy.nothingLeft')} hint={t('privacy.nothingLeftHint')} />
      )}
      <ul>
        {departures?.map((departure) => (
          <li key={departure.id}>
            <DepartureRow departure={departure} />
          </li>
        ))}
      </ul>
      <MoreButton query={query} />
    </section>
  )
}

function DepartureRow({ departure }: { departure: Departure }) {
  const { t } = useTranslation('assistant')
  const { leftAt, engineName, host, conversationId, causedBy, bytes, redactions, text } = departure
  const hidden = Object.entries(redactions).map(([name, count]) => `${name} × ${count}`)
  const size = new Intl.NumberFormat(currentLocale()).format(bytes)
  return (
    <>
      <div className={styles.line}>
        <b>{engineName}</b>
        <span>{host}</span>
        <span>{moment(leftAt)}</span>
      </div>
      <p>
        {[
          t(`privacy.causedBy.${causedBy}`),
          t('privacy.bytes', { size }),
          hidden.length === 0 ? t('privacy.nothingHidden') : hidden.join(', '),
        ].join(' · ')}
        {conversationId !== '' && (
          <>
            {' · '}
            <Link to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId }}>
              {t('figures.toConversation')}
            </Link>
          </>
        )}
      </p>
      {text !== null && (
        <details>
          <summary>{t('privacy.showText')}</summary>
          <RedactedText text={text} />
        </details>
      )}
    </>
  )
}
