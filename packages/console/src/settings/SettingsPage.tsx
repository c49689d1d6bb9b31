import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import styles from './SettingsPage.module.css'

const tabs = ['profile', 'agents', 'channels', 'workspace'] as const

/** The settings, with their sections along the side; on a phone along the top. */
export function SettingsPage() {
  const { t } = useTranslation()
  return (
    <div className={styles.settings}>
      <nav aria-label={t('settings.sections')}>
        <h1 className={styles.title}>{t('app.settings')}</h1>
        {tabs.map((tab) => (
          <Link key={tab} to={`/settings/${tab}`} activeProps={{ 'aria-current': 'page' }}>
            {t(`settings.${tab}`)}
          </Link>
        ))}
      </nav>
      <main tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}
