import { Badge } from '@mantine/core'
import type { Engine } from '@parley/protocol/rest/engines'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/index.ts'
import { amountOf, lengthOf, numberOf } from './amounts.ts'
import styles from './Engines.module.css'

const tones = { closed: 'good', open: 'bad', probing: 'warn' } as const

/** How an engine does: whether it is asked, how fast it is, how often it fails, what it spends. */
export function EngineHealth({ engine: { state, isOn, problem } }: { engine: Engine }) {
  const { t } = useTranslation('assistant')
  const { probesAt, firstTextP50Ms, firstTextP90Ms, answers, failures, spentToday } = state
  const breaker = state.breaker as keyof typeof tones
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0)
  return (
    <div className={styles.health}>
      <Badge
        variant="transparent"
        px={0}
        tt="none"
        fw={500}
        c={isOn ? `var(--${problem === '' ? tones[breaker] : 'bad'})` : 'dimmed'}
      >
        {isOn ? t(`engines.state.${breaker}`) : t('engines.off')}
      </Badge>
      {isOn && breaker === 'open' && probesAt !== null && (
        <span>{t('engines.probesAt', { time: clockTime(probesAt) })}</span>
      )}
      {problem !== '' && <span role="alert">{problem}</span>}
      <span>
        {firstTextP50Ms === null || firstTextP90Ms === null
          ? t('engines.noFirstText')
          : t('engines.firstText', {
              p50: lengthOf(firstTextP50Ms),
              p90: lengthOf(firstTextP90Ms),
            })}
      </span>
      <span>{t('engines.counts', { answers: numberOf(answers), failures: numberOf(failed) })}</span>
      <span>
        {t('engines.spent', {
          calls: numberOf(spentToday.calls),
          tokens: numberOf(spentToday.tokens),
          cost: amountOf(spentToday.costMicros),
        })}
      </span>
    </div>
  )
}

function clockTime(at: number): string {
  return new Intl.DateTimeFormat(currentLocale(), { timeStyle: 'medium' }).format(at)
}
