import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './FiguresPage.module.css'
import { ranked, sumOf } from './shares.ts'

/** Counts by name, as bars beside each other's numbers. */
export function Bars(props: {
  title: string
  counts: Readonly<Record<string, number>>
  nameOf: (name: string) => string
}) {
  const { title, counts, nameOf } = props
  const { t } = useTranslation('assistant')
  const sum = sumOf(counts)
  return (
    <section className={styles.bars}>
      <h3>{title}</h3>
      {sum === 0 && (
        <Text size="sm" c="dimmed">
          {t('figures.nothing')}
        </Text>
      )}
      <ul>
        {ranked(counts).map(([name, count]) => (
          <li key={name}>
            <span>{nameOf(name)}</span>
            <b>{count}</b>
            <i style={{ width: `${(count / Math.max(1, sum)) * 100}%` }} />
          </li>
        ))}
      </ul>
    </section>
  )
}
