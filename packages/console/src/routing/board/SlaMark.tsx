import type { SlaState } from '@parley/protocol/rest/routing-board'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../ui/now.ts'
import { duration } from '../durations.ts'
import styles from './BoardPage.module.css'

/** How long a promised clock still runs, or since when it is over. */
export function SlaMark({ sla }: { sla: SlaState | null }) {
  const { t } = useTranslation('routing')
  const now = useNow(1_000)
  if (sla === null) return null
  const left = sla.dueAt - now
  const clock = t(`clock.${sla.clock}`)
  return (
    <span className={styles.sla} data-state={sla.state} title={clock}>
      {left >= 0
        ? t('sla.left', { clock, time: duration(left) })
        : t('sla.over', { clock, time: duration(-left) })}
    </span>
  )
}
