import type { StudyRow } from '@parley/protocol/rest/routing-studies'
import { useTranslation } from 'react-i18next'
import { duration } from '../durations.ts'
import { RowName } from './RowName.tsx'
import styles from './SimulatorPage.module.css'

const WIDTH = 480
const HEIGHT = 150
const SHOWN_MAX = 4

/** The mean wait by the hour of the day. The table above has the same in numbers. */
export function HourChart({ rows }: { rows: readonly StudyRow[] }) {
  const { t } = useTranslation('routing')
  const shown = rows.filter(({ waitByHourMs }) => waitByHourMs.length > 1).slice(0, SHOWN_MAX)
  const most = Math.max(
    1,
    ...shown.flatMap(({ waitByHourMs }) => waitByHourMs.map((ms) => ms ?? 0)),
  )
  if (shown.length === 0) return null
  const pointsOf = ({ waitByHourMs }: StudyRow) =>
    waitByHourMs
      .flatMap((ms, hour) =>
        ms === null ? [] : [`${(hour / 23) * WIDTH},${HEIGHT - (ms / most) * (HEIGHT - 6)}`],
      )
      .join(' ')
  return (
    <figure className={styles.chart}>
      <figcaption>
        <strong>{t('result.byHour')}</strong>
        {shown.map((row, at) => (
          <span key={`${row.kind} ${row.name}`} data-line={at}>
            <RowName row={row} />
          </span>
        ))}
        <span>{t('result.most', { time: duration(most) })}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('result.byHour')}>
        {shown.map((row, at) => (
          <polyline key={`${row.kind} ${row.name}`} data-line={at} points={pointsOf(row)} />
        ))}
      </svg>
      <div className={styles.hours} aria-hidden="true">
        <span>0</span>
        <span>6</span>
        <span>12</span>
        <span>18</span>
        <span>23</span>
      </div>
    </figure>
  )
}
