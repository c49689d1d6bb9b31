import { Badge, Group, Text } from '@mantine/core'
import type { GoldenResult } from '@parley/protocol/rest/learning'
import { useTranslation } from 'react-i18next'
import styles from '../articles/SearchPage.module.css'

/** What changed comes first, the worse before the better; of the same kind, what is wrong. */
const order: readonly GoldenResult['change'][] = ['worse', 'better', 'changed', 'new', 'same']
const colors = { worse: 'red', better: 'green', changed: 'yellow', new: 'blue', same: 'gray' }

/** Golden questions with what came of them, now and in the last run of what is published. */
export function Results({ results }: { results: readonly GoldenResult[] }) {
  const { t } = useTranslation('learning')
  const textOf = ({ outcome, text }: Pick<GoldenResult, 'outcome' | 'text'>) =>
    outcome === 'handed_over' ? t('golden.kind.handed_over') : text
  const sorted = results.toSorted(
    (one, other) =>
      order.indexOf(one.change) - order.indexOf(other.change) ||
      Number(one.isRight) - Number(other.isRight),
  )
  return (
    <ol className={styles.found}>
      {sorted.map((result) => (
        <li key={result.questionId}>
          <Group gap="xs">
            <span className={styles.title}>{result.question}</span>
            <Badge size="xs" color={result.isRight ? 'green' : 'red'} variant="light">
              {t(result.isRight ? 'golden.isRight' : 'golden.isWrong')}
            </Badge>
            <Badge size="xs" color={colors[result.change]} variant="light">
              {t(`golden.change.${result.change}`)}
            </Badge>
          </Group>
          <p>{textOf(result)}</p>
          {result.before !== null && result.change !== 'same' && (
            <Text size="xs" c="dimmed">
              {t('golden.before', { text: textOf(result.before) })}
            </Text>
          )}
        </li>
      ))}
    </ol>
  )
}
