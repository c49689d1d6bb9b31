import { Text } from '@mantine/core'
import type { RoutingModelState } from '@parley/protocol/rest/routing-model'
import { useTranslation } from 'react-i18next'
import { percent } from '../durations.ts'
import styles from './ModelPage.module.css'

/** Features of one target that are shown. */
const SHOWN_MAX = 8
const targets = ['first_reply', 'handle'] as const

/** What moves the predictions, the most important first. */
export function Importance({ importance }: Pick<RoutingModelState, 'importance'>) {
  const { t } = useTranslation('routing')
  if (importance.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('model.noImportance')}
      </Text>
    )
  }
  return (
    <div className={styles.importance}>
      {targets.map((target) => (
        <div key={target}>
          <h3>{t(`target.${target}`)}</h3>
          <ul>
            {importance
              .filter((one) => one.target === target)
              .slice(0, SHOWN_MAX)
              .map(({ feature, share }) => (
                <li key={feature}>
                  <span>{t(`reason.${feature as 'agent'}`, { defaultValue: feature })}</span>
                  <b>{percent(share)}</b>
                  <i style={{ width: `${share * 100}%` }} />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  )
}
