import { Button, Text } from '@mantine/core'
import type { GoldenDraft, GoldenReport } from '@parley/protocol/rest/learning'
import { IconListCheck } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { reportError } from '../../ui/report.ts'
import { learningChanged } from '../learning.ts'
import { Results } from './Results.tsx'
import styles from './TryGolden.module.css'
import { tryOut } from './try-out.ts'

/** Asks the golden questions of a change before it holds, and shows what it makes of them. */
export function TryGolden({ label, draft }: { label: string; draft: GoldenDraft }) {
  const { t } = useTranslation('learning')
  const [tried, setTried] = useState<{ draft: string; report: GoldenReport }>()
  const [isAsking, setAsking] = useState(false)
  const asking = useRef<AbortController>(undefined)
  useEffect(() => () => asking.current?.abort(), [])

  async function ask(): Promise<void> {
    const abort = new AbortController()
    asking.current = abort
    setAsking(true)
    try {
      const report = await tryOut(draft, abort.signal)
      setTried({ draft: JSON.stringify(draft), report })
      await learningChanged('golden-runs')
    } catch (error) {
      if (!abort.signal.aborted) reportError(error as Error)
    } finally {
      setAsking(false)
    }
  }

  return (
    <>
      <Button
        variant="default"
        leftSection={<IconListCheck size={16} />}
        loading={isAsking}
        onClick={() => void ask()}
      >
        {label}
      </Button>
      {tried?.draft === JSON.stringify(draft) && <Summary report={tried.report} t={t} />}
    </>
  )
}

function Summary({
  report,
  t,
}: {
  report: GoldenReport
  t: ReturnType<typeof useTranslation<'learning'>>['t']
}) {
  const { results, right, asked, problem } = report
  const count = (change: string) => results.filter((result) => result.change === change).length
  const changed = results.filter(({ change }) => change !== 'same')
  if (problem !== '') {
    return (
      <Text size="sm" c="red" role="alert">
        {t('golden.failed', { problem })}
      </Text>
    )
  }
  return (
    <section className={styles.summary} aria-label={t('golden.title')} role="status" tabIndex={0}>
      <p>
        {t('golden.right', { right, asked })}
        {' · '}
        {t('golden.tried', {
          worse: count('worse'),
          better: count('better'),
          changed: count('changed'),
        })}
      </p>
      {changed.length === 0 ? <p>{t('golden.unchanged')}</p> : <Results results={changed} />}
    </section>
  )
}
