import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../../ui/PageHead.tsx'
import { Departures } from './Departures.tsx'
import { PrivacyForm } from './PrivacyForm.tsx'
import { privacyQuery } from './queries.ts'

/** What may leave to engines, what a text looks like when it leaves, and what has left. */
export function PrivacyPage() {
  const { t } = useTranslation('assistant')
  const { data: settings } = useQuery(privacyQuery)
  return (
    <>
      <PageHead title={t('privacy.title')} hint={t('privacy.hint')} />
      {settings !== undefined && <PrivacyForm stored={settings} />}
      <Departures />
    </>
  )
}
