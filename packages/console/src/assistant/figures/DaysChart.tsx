import type { AssistantFigures } from '@parley/protocol/rest/assistant'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/index.ts'
import styles from './FiguresPage.module.css'

const HEIGHT = 120

/** Answered and handed over, day by day. The numbers are also there for those who do not see it. */
export function DaysChart({ days }: { days: AssistantFigures['days'] }) {
  const { t } = useTranslation('assistant')
  const most = Math.max(1, ...days.map(({ answered, handedOver }) => answered + handedOver))
  const dayName = (from: number) =>
    new Intl.DateTimeFormat(currentLocale(), { month: 'short', day: 'numeric' }).format(from)
  const tall = (count: number) => (count / most) * HEIGHT
  return (
    <figure className={styles.chart}>
      <figcaption>
        <span data-kind="answered">{t('figures.answered')}</span>
        <span data-kind="handed">{t('figures.handedOver')}</span>
        <span>{t('figures.most', { count: most })}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${days.length * 10} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={days
          .map(({ from, answered, handedOver }) =>
            t('figures.day', { day: dayName(from), answered, handedOver }),
          )
          .join(' ')}
      >
        {days.map(({ from, answered, handedOver }, at) => (
          <g key={from}>
            <title>{t('figures.day', { day: dayName(from), answered, handedOver })}</title>
            <rect
              data-kind="answered"
              x={at * 10 + 1.5}
              y={HEIGHT - tall(answered)}
              width={7}
              height={tall(answered)}
            />
            <rect
              data-kind="handed"
              x={at * 10 + 1.5}
              y={HEIGHT - tall(answered) - tall(handedOver)}
              width={7}
              height={tall(handedOver)}
            />
          </g>
        ))}
      </svg>
      <div className={styles.ends}>
        <span>{dayName(days[0]?.from ?? 0)}</span>
        <span>{t('figures.now')}</span>
      </div>
    </figure>
  )
}
