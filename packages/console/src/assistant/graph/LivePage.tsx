import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../../ui/PageHead.tsx'
import { BackLink } from '../BackLink.tsx'
import { LiveForm } from './LiveForm.tsx'
import { LiveTest } from './LiveTest.tsx'
import { liveQuery } from './queries.ts'

/** Where facts are read at the moment of the question: orders, customers. */
export function LivePage() {
  const { t } = useTranslation('assistant')
  const { data: live } = useQuery(liveQuery)
  return (
    <>
      <BackLink page="graph">{t('graph.all')}</BackLink>
      <PageHead title={t('live.title')} hint={t('live.hint')} />
      {live !== undefined && (
        <>
          <LiveForm stored={live} />
          {live.hasSecret && <LiveTest types={live.types.map(({ type }) => type)} />}
        </>
      )}
    </>
  )
}
