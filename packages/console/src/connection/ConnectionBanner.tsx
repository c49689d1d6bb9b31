import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNow } from '../ui/now.ts'
import styles from './ConnectionBanner.module.css'
import { useLive, useLiveState } from './LiveContext.tsx'

/** Says that the connection is away, and when it is tried again; nothing while it stands. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const { connection } = useLive()
  const { status, hasBeenOnline } = useLiveState()
  if (status.state === 'online') return null
  if (status.state === 'connecting') {
    if (!hasBeenOnline) return null
    return <div className={styles.banner}>{t('connection.connecting')}</div>
  }
  if (status.state === 'waiting') {
    return (
      <div className={styles.banner} role="status">
        <Countdown until={status.retryAt} />
        <Button size="compact-xs" variant="white" color="dark" onClick={connection.retryNow}>
          {t('connection.retryNow')}
        </Button>
      </div>
    )
  }
  return (
    <div className={styles.banner} role="alert">
      {status.reason === 'unsupported_version'
        ? t('connection.outdated')
        : t('connection.stopped', { message: status.message })}
      <Button size="compact-xs" variant="white" color="dark" onClick={() => location.reload()}>
        {t('app.reload')}
      </Button>
    </div>
  )
}

function Countdown({ until }: { until: number }) {
  const { t } = useTranslation()
  const now = useNow()
  return (
    <span>{t('connection.lost', { seconds: Math.max(0, Math.ceil((until - now) / 1000)) })}</span>
  )
}
