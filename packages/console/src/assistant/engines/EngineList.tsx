import { Button } from '@mantine/core'
import type { EngineList as List } from '@parley/protocol/rest/engines'
import { IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/queries.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { reportError } from '../../ui/report.ts'
import { ItemLink } from '../ItemLink.tsx'
import { EngineRow } from './EngineRow.tsx'
import styles from './Engines.module.css'
import { enginesQuery } from './queries.ts'
import { WaitField } from './WaitField.tsx'

/** The engines in the order in which they are asked, with how they do. */
export function EngineList({ list: { engines, makes } }: { list: List }) {
  const { t } = useTranslation('assistant')
  const order = useMutation({
    mutationFn: (ids: string[]) => api<List>('PATCH', '/api/engines', { ids }),
    onError: reportError,
    onSuccess: (list) => queryClient.setQueryData(enginesQuery.queryKey, list),
  })
  const move = (from: number, by: -1 | 1) => {
    const ids = engines.map(({ id }) => id)
    const [moved = ''] = ids.splice(from, 1)
    ids.splice(from + by, 0, moved)
    order.mutate(ids)
  }
  return (
    <>
      <PageHead title={t('engines.title')} hint={t('engines.hint')}>
        <Button
          leftSection={<IconPlus size={16} />}
          renderRoot={(props) => <ItemLink page="engines" item="new" {...props} />}
        >
          {t('engines.new')}
        </Button>
      </PageHead>
      {engines.length === 0 && (
        <EmptyState title={t('engines.none')} hint={t('engines.noneHint')} />
      )}
      <ol className={styles.list}>
        {engines.map((engine, at) => (
          <EngineRow
            key={engine.id}
            engine={engine}
            label={makes.find(({ make }) => make === engine.make)?.label ?? engine.make}
            earlier={at === 0 ? undefined : () => move(at, -1)}
            later={at === engines.length - 1 ? undefined : () => move(at, 1)}
          />
        ))}
      </ol>
      {engines.length > 0 && <WaitField />}
    </>
  )
}
