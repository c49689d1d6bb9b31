import { Button, Group, Select, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useHasRole } from '../../people/use-role.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { reportError } from '../../ui/report.ts'
import styles from '../articles/SearchPage.module.css'
import { learningChanged, unansweredQuery } from '../learning.ts'
import { UnansweredGroup } from './UnansweredGroup.tsx'

const spans = [7, 30, 90]

/** What visitors asked and nobody could answer, the most frequent first. */
export function UnansweredPage() {
  const { t } = useTranslation('learning')
  const [days, setDays] = useState(30)
  const { data } = useQuery(unansweredQuery(days))
  return (
    <>
      <PageHead title={t('unanswered.title')} hint={t('unanswered.hint')}>
        <Select
          w={170}
          aria-label={t('unanswered.days')}
          allowDeselect={false}
          data={spans.map((count) => ({
            value: String(count),
            label: t('unanswered.daysOf', { count }),
          }))}
          value={String(days)}
          onChange={(value) => setDays(Number(value))}
        />
      </PageHead>
      {data?.groups.length === 0 && (
        <EmptyState title={t('unanswered.nothing')} hint={t('unanswered.nothingHint')} />
      )}
      <ol className={styles.found}>
        {data?.groups.map((group) => (
          <li key={group.question}>
            <UnansweredGroup group={group} />
          </li>
        ))}
      </ol>
      {data !== undefined && data.dismissed.length > 0 && <Dismissed dismissed={data.dismissed} />}
    </>
  )
}

function Dismissed({ dismissed }: { dismissed: { id: string; question: string }[] }) {
  const { t } = useTranslation('learning')
  const mayChange = useHasRole('supervisor')
  const restore = useMutation({
    mutationFn: (id: string) => api('DELETE', `/api/assistant/unanswered/dismissed/${id}`),
    onError: reportError,
    onSuccess: () => learningChanged('unanswered'),
  })
  return (
    <details>
      <summary>{t('unanswered.dismissed', { count: dismissed.length })}</summary>
      {dismissed.map(({ id, question }) => (
        <Group key={id} justify="space-between" maw={760} mt={4} wrap="nowrap">
          <Text size="sm">{question}</Text>
          {mayChange && (
            <Button size="compact-xs" variant="subtle" onClick={() => restore.mutate(id)}>
              {t('unanswered.restore')}
            </Button>
          )}
        </Group>
      ))}
    </details>
  )
}
