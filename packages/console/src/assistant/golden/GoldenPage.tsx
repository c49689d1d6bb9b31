import { Button, Select } from '@mantine/core'
import type { ArticlePage } from '@parley/protocol/rest/knowledge'
import type { GoldenDraft, GoldenRun } from '@parley/protocol/rest/learning'
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useHasRole } from '../../people/use-role.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { reportError } from '../../ui/report.ts'
import { goldenQuery, goldenRunsQuery, learningChanged } from '../learning.ts'
import { GoldenForm } from './GoldenForm.tsx'
import { GoldenList } from './GoldenList.tsx'
import { GoldenRuns } from './GoldenRuns.tsx'

/** Articles tried in their newest version at most. */
const DRAFTS_MAX = 20

/** Questions whose answers must stay right, and what a change does to them. */
export function GoldenPage() {
  const { t } = useTranslation('learning')
  const mayChange = useHasRole('supervisor')
  const [tried, setTried] = useState<'published' | 'changed'>('published')
  const [isAdding, setIsAdding] = useState(false)
  const { data: questions } = useQuery(goldenQuery)
  const { data: runs } = useQuery(goldenRunsQuery)
  const begin = useMutation({
    mutationFn: async () =>
      api<GoldenRun>(
        'POST',
        '/api/assistant/golden/runs',
        tried === 'published' ? {} : await newestVersions(),
      ),
    onError: reportError,
    onSuccess: () => learningChanged('golden-runs'),
  })
  const [last, earlier] = [runs?.slice(0, 1) ?? [], runs?.slice(1) ?? []]
  const isRunning = begin.isPending || runs?.[0]?.finishedAt === 0
  return (
    <>
      <PageHead title={t('golden.title')} hint={t('golden.hint')}>
        {mayChange && (
          <>
            <Select
              w={230}
              aria-label={t('golden.draft')}
              allowDeselect={false}
              data={(['published', 'changed'] as const).map((value) => ({
                value,
                label: t(`golden.${value}`),
              }))}
              value={tried}
              onChange={(value) => setTried(value === 'changed' ? 'changed' : 'published')}
            />
            <Button
              variant="default"
              leftSection={<IconPlayerPlay size={16} />}
              loading={isRunning}
              disabled={questions === undefined || questions.length === 0}
              onClick={() => begin.mutate()}
            >
              {t('golden.run')}
            </Button>
            <Button leftSection={<IconPlus size={16} />} onClick={() => setIsAdding(true)}>
              {t('golden.add')}
            </Button>
          </>
        )}
      </PageHead>
      {isAdding && <GoldenForm onDone={() => setIsAdding(false)} />}
      {questions?.length === 0 && !isAdding && (
        <EmptyState title={t('golden.nothing')} hint={t('golden.nothingHint')} />
      )}
      <GoldenRuns title={t('golden.lastRun')} runs={last} isOpen={begin.isSuccess} />
      <GoldenList questions={questions ?? []} />
      <GoldenRuns title={t('golden.earlierRuns')} runs={earlier} />
    </>
  )
}

/** Every article that says something else than what is told. */
async function newestVersions(): Promise<GoldenDraft> {
  const read = async (status: string) =>
    (await api<ArticlePage>('GET', `/api/knowledge/articles?status=${status}`)).articles
  const [changed, drafts] = await Promise.all([read('changed'), read('draft')])
  const articles = [...changed, ...drafts].slice(0, DRAFTS_MAX)
  return { articles: articles.map(({ id, version }) => ({ id, version })) }
}
