import { Progress } from '@mantine/core'
import type { ImportOutcome } from '@parley/protocol/rest/knowledge'
import { useTranslation } from 'react-i18next'
import { ItemLink } from '../ItemLink.tsx'
import type { ImportJob } from './import-jobs.ts'
import styles from './JobList.module.css'

/** What became of every file. */
export function JobList({ jobs }: { jobs: readonly ImportJob[] }) {
  const { t } = useTranslation('assistant')
  if (jobs.length === 0) return null
  return (
    <ul className={styles.jobs} aria-live="polite">
      {jobs.map((job) => (
        <li key={job.id}>
          {job.result?.kind === 'document' ? (
            <OutcomeLine outcome={job.result.outcome} />
          ) : (
            <div>
              <b>{job.name}</b>
              <span data-state={job.state}>
                {job.result === null
                  ? t(`import.state.${job.state}`)
                  : t('import.counts', { ...job.result.counts })}
              </span>
            </div>
          )}
          {job.problem !== '' && <p>{job.problem}</p>}
          {(job.state === 'sending' || job.state === 'reading') && (
            <Progress
              size="xs"
              mt={6}
              value={job.share * 100}
              animated={job.state === 'reading'}
              aria-label={job.name}
            />
          )}
        </li>
      ))}
    </ul>
  )
}

/** One document or page, and what it became. */
export function OutcomeLine({ outcome }: { outcome: ImportOutcome }) {
  const { t } = useTranslation('assistant')
  const { name, articleId } = outcome
  return (
    <div>
      {articleId === '' ? (
        <b>{name}</b>
      ) : (
        <ItemLink page="articles" item={articleId}>
          {name}
        </ItemLink>
      )}
      <span data-state={outcome.outcome === 'failed' ? 'failed' : 'done'}>
        {t(`import.outcome.${outcome.outcome}`)}
      </span>
    </div>
  )
}
