import { Text } from '@mantine/core'
import type { GoldenRun } from '@parley/protocol/rest/learning'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { moment } from '../../ui/times.ts'
import { goldenReportQuery } from '../learning.ts'
import { Results } from './Results.tsx'

/** Runs, newest first, each with what came of its questions. */
export function GoldenRuns(props: { title: string; runs: readonly GoldenRun[]; isOpen?: boolean }) {
  const { title, runs, isOpen } = props
  const { t } = useTranslation('learning')
  if (runs.length === 0) return null
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {runs.map((run) => (
        <details key={run.id} open={isOpen}>
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
  const { data } = useQuery(goldenReportQuery(run.id, run.finishedAt))
  return <Results results={data?.results ?? []} />
}
