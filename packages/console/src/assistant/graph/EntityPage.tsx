import { Badge, Button, Group, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useHasRole } from '../../people/use-role.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { reportDone, reportError } from '../../ui/report.ts'
import { BackLink } from '../BackLink.tsx'
import { EntityForm } from './EntityForm.tsx'
import styles from './EntityPage.module.css'
import { FactHistory } from './FactHistory.tsx'
import { GraphPicture } from './GraphPicture.tsx'
import { graphChanged, graphQuery, type StoredEntity } from './queries.ts'
import { Relations } from './Relations.tsx'

/** A new entity. */
export function NewEntity() {
  const { t } = useTranslation('assistant')
  return (
    <>
      <BackLink page="graph">{t('graph.all')}</BackLink>
      <PageHead title={t('graph.new')} hint={t('graph.newHint')} />
      <div className={styles.form}>
        <EntityForm entity={undefined} />
      </div>
    </>
  )
}

/** One entity: what is known of it, what it is tied to, and its picture. */
export function EntityPage({ entityKey }: { entityKey: string }) {
  const { t } = useTranslation('assistant')
  const { data, isPlaceholderData } = useQuery(graphQuery({ around: entityKey }))
  if (data === undefined || isPlaceholderData)
    return <BackLink page="graph">{t('graph.all')}</BackLink>
  const entity = data.entities.find(({ key }) => key === entityKey)
  if (entity === undefined) {
    return (
      <>
        <BackLink page="graph">{t('graph.all')}</BackLink>
        <EmptyState title={t('graph.gone')} />
      </>
    )
  }
  const own = data.relations.filter(({ from, to }) => from === entityKey || to === entityKey)
  return (
    <>
      <BackLink page="graph">{t('graph.all')}</BackLink>
      <Head entity={entity} relations={own.length} />
      <GraphPicture entities={data.entities} relations={data.relations} centre={entityKey} />
      <div className={styles.sides}>
        <section>
          <h3>{t('graph.relations')}</h3>
          <Relations entity={entity} relations={own} neighbours={data.entities} />
        </section>
        <section>
          <h3>{t('graph.facts')}</h3>
          <EntityForm key={`${entity.id} ${entity.version}`} entity={entity} />
          <h3>{t('graph.history')}</h3>
          <FactHistory factId={entity.id} />
        </section>
      </div>
    </>
  )
}

function Head({ entity, relations }: { entity: StoredEntity; relations: number }) {
  const { t } = useTranslation('assistant')
  const navigate = useNavigate()
  const mayChange = useHasRole('supervisor')
  const remove = useMutation({
    mutationFn: () => api<void>('DELETE', `/api/knowledge/graph/facts/${entity.id}`),
    onError: reportError,
    async onSuccess() {
      reportDone(t('graph.removed'))
      await navigate({ to: '/assistant/$page', params: { page: 'graph' } })
      await graphChanged()
    },
  })
  return (
    <PageHead title={entity.name}>
      <Group gap="xs">
        <Badge variant="default" tt="none">
          {entity.type}
        </Badge>
        <Text size="sm" c="dimmed">
          {entity.key}
        </Text>
        {mayChange && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={15} />}
            loading={remove.isPending}
            onClick={() => {
              if (window.confirm(t('graph.removeSure', { count: relations }))) remove.mutate()
            }}
          >
            {t('common.remove')}
          </Button>
        )}
      </Group>
    </PageHead>
  )
}
