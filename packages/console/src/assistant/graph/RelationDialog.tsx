import { Autocomplete, Button, Modal, SegmentedControl, Select, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { reportDone, reportError } from '../../ui/report.ts'
import styles from './EntityPage.module.css'
import { isTypeName } from './entity-draft.ts'
import { graphChanged, graphQuery, type StoredEntity, type StoredRelation } from './queries.ts'
import { countTypes } from './types.ts'
import { type Validity, ValidityFields } from './ValidityFields.tsx'

/** Ties an entity to another one, or changes for how long and by whose word they are tied. */
export function RelationDialog(props: {
  entity: StoredEntity
  /** Undefined for a new one. */
  relation: StoredRelation | undefined
  onClose: () => void
}) {
  const { entity, relation, onClose } = props
  const { t } = useTranslation('assistant')
  const isNew = relation === undefined
  const { data: all } = useQuery(graphQuery({}))
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search, 200)
  const { data: found } = useQuery(graphQuery({ text: asked }))
  const [direction, setDirection] = useState(relation?.to === entity.key ? 'in' : 'out')
  const [type, setType] = useState(relation?.type ?? '')
  const [other, setOther] = useState<string | null>(
    relation === undefined ? null : relation.to === entity.key ? relation.from : relation.to,
  )
  const [facts, setFacts] = useState<Validity>({
    validFrom: relation?.validFrom ?? null,
    validUntil: relation?.validUntil ?? null,
    source: relation?.source ?? '',
    personal: relation?.personal ?? '',
  })
  const save = useMutation({
    mutationFn: (key: string) =>
      api('POST', '/api/knowledge/graph/relations', {
        from: direction === 'out' ? entity.key : key,
        type: type.trim(),
        to: direction === 'out' ? key : entity.key,
        ...facts,
      }),
    onError: reportError,
    async onSuccess() {
      reportDone(t('common.saved'))
      onClose()
      await graphChanged()
    },
  })
  const choices = [...(found?.entities ?? []), ...(all?.entities ?? [])]
  const data = Array.from(
    new Map(
      choices
        .filter(({ key }) => key !== entity.key)
        .map(({ key, name, type: kind }) => [key, { value: key, label: `${name} (${kind})` }]),
    ).values(),
  )
  if (other !== null && !data.some(({ value }) => value === other)) {
    data.push({ value: other, label: other })
  }
  const isTypeWrong = type.trim() !== '' && !isTypeName(type.trim())
  return (
    <Modal
      opened
      onClose={onClose}
      title={isNew ? t('graph.addRelation') : t('graph.changeRelation')}
      closeButtonProps={{ 'aria-label': t('common.cancel') }}
    >
      <Stack
        component="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          if (other !== null) save.mutate(other)
        }}
      >
        <SegmentedControl
          aria-label={t('graph.direction')}
          disabled={!isNew}
          value={direction}
          onChange={setDirection}
          data={[
            { value: 'out', label: t('graph.leadsFrom', { name: entity.name }) },
            { value: 'in', label: t('graph.leadsTo', { name: entity.name }) },
          ]}
        />
        <Autocomplete
          label={t('graph.relationType')}
          description={t('graph.relationTypeHint')}
          disabled={!isNew}
          maxLength={60}
          data={countTypes(all?.relations ?? []).map((one) => one.type)}
          error={isTypeWrong ? t('graph.typeWrong') : undefined}
          value={type}
          onChange={setType}
        />
        <Select
          label={t('graph.other')}
          disabled={!isNew}
          searchable
          limit={50}
          nothingFoundMessage={t('graph.noneFits')}
          data={data}
          value={other}
          onChange={setOther}
          onSearchChange={setSearch}
        />
        <div className={styles.fields}>
          <ValidityFields
            facts={facts}
            onChange={(change) => setFacts((now) => ({ ...now, ...change }))}
          />
        </div>
        <Button
          type="submit"
          loading={save.isPending}
          disabled={other === null || !isTypeName(type.trim())}
        >
          {t('common.save')}
        </Button>
      </Stack>
    </Modal>
  )
}
