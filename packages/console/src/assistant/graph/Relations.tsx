import { ActionIcon, Button, Text } from '@mantine/core'
import { IconArrowLeft, IconArrowRight, IconPencil, IconPlus, IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useHasRole } from '../../people/use-role.ts'
import { reportError } from '../../ui/report.ts'
import { moment } from '../../ui/times.ts'
import { ItemLink } from '../ItemLink.tsx'
import styles from './EntityPage.module.css'
import { entityItem, graphChanged, type StoredEntity, type StoredRelation } from './queries.ts'
import { RelationDialog } from './RelationDialog.tsx'

/** What an entity is tied to, in both directions. */
export function Relations(props: {
  entity: StoredEntity
  relations: readonly StoredRelation[]
  neighbours: readonly StoredEntity[]
}) {
  const { entity, relations, neighbours } = props
  const { t } = useTranslation('assistant')
  const mayChange = useHasRole('supervisor')
  /** The one that is written: an old one, or a new one. */
  const [edited, setEdited] = useState<StoredRelation | 'new' | undefined>(undefined)
  const remove = useMutation({
    mutationFn: ({ id }: StoredRelation) => api<void>('DELETE', `/api/knowledge/graph/facts/${id}`),
    onError: reportError,
    onSuccess: graphChanged,
  })
  const nameOf = (key: string) => neighbours.find((one) => one.key === key)?.name ?? key
  return (
    <>
      {relations.length === 0 && (
        <Text size="sm" c="dimmed" mb="sm">
          {t('graph.noRelations')}
        </Text>
      )}
      {relations.length > 0 && (
        <ul className={styles.relations}>
          {relations.map((relation) => {
            const { id, from, to, type } = relation
            const isOut = from === entity.key
            const other = isOut ? to : from
            return (
              <li key={id}>
                {isOut ? (
                  <IconArrowRight size={16} aria-label={t('graph.out')} />
                ) : (
                  <IconArrowLeft size={16} aria-label={t('graph.in')} />
                )}
                <div>
                  <code>{type}</code>{' '}
                  <ItemLink page="graph" item={entityItem(other)}>
                    {nameOf(other)}
                  </ItemLink>
                  <RelationFacts relation={relation} />
                </div>
                {mayChange && (
                  <>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={t('graph.editRelation', { type, name: nameOf(other) })}
                      onClick={() => setEdited(relation)}
                    >
                      <IconPencil size={16} />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={t('graph.removeRelation', { type, name: nameOf(other) })}
                      onClick={() => remove.mutate(relation)}
                    >
                      <IconX size={16} />
                    </ActionIcon>
                  </>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {mayChange && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => setEdited('new')}
        >
          {t('graph.addRelation')}
        </Button>
      )}
      {edited !== undefined && (
        <RelationDialog
          entity={entity}
          relation={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  )
}

function RelationFacts({ relation }: { relation: StoredRelation }) {
  const { t } = useTranslation('assistant')
  const { validFrom, validUntil, source, personal } = relation
  const facts = [
    validFrom == null ? '' : t('graph.from', { time: moment(validFrom) }),
    validUntil == null ? '' : t('graph.until', { time: moment(validUntil) }),
    source ?? '',
    personal ?? '',
  ].filter(Boolean)
  return facts.length === 0 ? null : <small>{facts.join(' · ')}</small>
}
