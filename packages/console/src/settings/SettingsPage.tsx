import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { SectionPage } from '../ui/SectionPage.tsx'

const tabs = ['profile', 'agents', 'channels', 'workspace'] as const

/** The settings, with their sections along the side; on a phone along the top. */
export function SettingsPage() {
  const { t } = useTranslation()
  const links = tabs.map((tab) => (
    <Link key={tab} to={`/settings/${tab}`} activeProps={{ 'aria-current': 'page' }}>
      {t(`settings.${tab}`)}
    </Link>
  ))
  return (
    <SectionPage title={t('app.settings')} label={t('settings.sections')} links={links}>
      <Outlet />
    </SectionPage>
  )
}
