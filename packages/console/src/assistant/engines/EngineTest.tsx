import { Button, Text } from '@mantine/core'
import type { Engine, EngineTestResult } from '@parley/protocol/rest/engines'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/queries.ts'
import { Section } from '../../settings/Section.tsx'
import { reportError } from '../../ui/report.ts'
import { moment } from '../../ui/times.ts'
import { lengthOf } from './amounts.ts'
import styles from './Engines.module.css'
import { enginesQuery } from './queries.ts'
import { useErrorWords } from './use-error-words.ts'

/** Says hello to an engine, and shows its answer or its own error. */
export function EngineTest({ engine: { id, state } }: { engine: Engine }) {
  const { t } = useTranslation('assistant')
  const errorWords = useErrorWords()
  const test = useMutation({
    mutationFn: () => api<EngineTestResult>('POST', `/api/engines/${id}/test`),
    onError: reportError,
    onSettled: () => queryClient.invalidateQueries({ queryKey: enginesQuery.queryKey }),
  })
  const { data: result } = test
  return (
    <Section title={t('engines.test')} hint={t('engines.testHint')}>
      <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
        {t('engines.test')}
      </Button>
      {result !== undefined && (
        <div role="status">
          <Text size="sm" mt="sm" c={result.works ? 'var(--good)' : 'var(--bad)'}>
            {result.works
              ? t('engines.works', {
                  first: lengthOf(result.firstTextMs),
                  total: lengthOf(result.totalMs),
                })
              : t('engines.fails', {
                  total: lengthOf(result.totalMs),
                  kind: errorWords(result.error),
                })}
          </Text>
          <p className={styles.words}>{result.text}</p>
        </div>
      )}
      {state.lastFailures.length > 0 && (
        <details className={styles.more}>
          <summary>{t('engines.lastFailures')}</summary>
          <ul className={styles.failures}>
            {state.lastFailures.map(({ at, kind, message, code, traceId }) => (
              <li key={`${at} ${kind} ${message}`}>
                <span>{moment(at)}</span>
                {errorWords(kind)}: {message}
                {[code, traceId].map((part) => part !== '' && <span key={part}> {part}</span>)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}
