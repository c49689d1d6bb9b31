import { Badge, Group, Text } from '@mantine/core'
import type { GoldenResult, GoldenRun } from '@parley/protocol/rest/learning'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { moment } from '../../ui/times.ts'
import styles from '../articles/SearchPage.module.css'
import { goldenReportQuery } from '../learning.ts'

/** What changed comes first, the worse before the better. */
const order: readonly GoldenResult['change'][] = ['worse', 'better', 'changed', 'new', 'same']
const colors = { worse: 'red', better: 'green', changed: 'yellow', new: 'blue', same: 'gray' }

/** Every run, newest first; the newest one lies open. */
export function GoldenRuns({ runs }: { runs: readonly GoldenRun[] }) {
  const { t } = useTranslation('learning')
  if (runs.length === 0) return null
  return (
    <section aria-label={t('golden.runs')}>
      <h3>{t('golden.runs')}</h3>
      {runs.map((run, at) => (
        <details key={run.id} open={at === 0}>
          <summary>
            {moment(run.startedAt)}
            {' · '}
            {run.finishedAt === 0
              ? t('golden.running')
              : t('golden.right', { right: run.right, asked: run.asked })}
            {run.isDraft && ` · ${t('golden.ofDraft')}`}
          </summary>
          {run.problem !== '' && (
            <Text size="sm" c="red">
              {t('golden.failed', { problem: run.problem })}
            </Text>
          )}
          <Report run={run} />
        </details>
      ))}
    </section>
  )
}

function Report({ run }: { run: GoldenRun }) {
  const { t } = useTranslation('learning')
  const { data } = useQuery(goldenReportQuery(run.id, run.finishedAt))
  const textOf = ({ outcome, text }: Pick<GoldenResult, 'outcome' | 'text'>) =>
    outcome === 'handed_over' ? t('golden.kind.handed_over') : text
  const results = [...(data?.results ?? [])].sort(
    (one, other) => order.indexOf(one.change) - order.indexOf(other.change),
  )
  return (
    <ol className={styles.found}>
      {results.map((result) => (
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
