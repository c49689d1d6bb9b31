import { type Conversation, SlaClock, SlaState } from '@parley/protocol'
import { useTranslation } from 'react-i18next'
import { duration } from '../routing/durations.ts'
import { useNow } from '../ui/now.ts'
import styles from './SlaMark.module.css'

const clocks = {
  [SlaClock.FIRST_REPLY]: 'first_reply',
  [SlaClock.NEXT_REPLY]: 'next_reply',
  [SlaClock.RESOLUTION]: 'resolution',
} as const

/** What was promised to the contact and is due soon, or over; nothing while there is time. */
export function SlaMark({ conversation: { routing } }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const now = useNow(1_000)
  if (routing === undefined) return null
  const { slaClock, slaState, slaDueAt } = routing
  const isMarked = slaState === SlaState.WARNED || slaState === SlaState.BROKEN
  if (!isMarked || !(slaClock in clocks)) return null
  const clock = t(`sla.${clocks[slaClock as keyof typeof clocks]}`)
  const left = slaDueAt - now
  return (
    <span className={styles.mark} data-state={left > 0 ? 'warned' : 'broken'}>
      {left > 0
        ? t('sla.left', { clock, time: duration(left) })
        : t('sla.over', { clock, time: duration(-left) })}
    </span>
  )
}
