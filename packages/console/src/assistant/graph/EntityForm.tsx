import { Autocomplete, Button, Group, TagsInput, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { languages } from '../../people/languages.ts'
import { useHasRole } from '../../people/use-role.ts'
import { reportDone, reportError } from '../../ui/report.ts'
import { AttributeFields } from './AttributeFields.tsx'
import styles from './EntityPage.module.css'
import {
  type EntityDraft,
  emptyEntity,
  entityDraftOf,
  isTypeName,
  isWholeEntity,
  toEntity,
} from './entity-draft.ts'
import { entityItem, graphChanged, graphQuery, type StoredEntity } from './queries.ts'
import { countTypes } from './types.ts'
import { ValidityFields } from './ValidityFields.tsx'

/** Writes an entity; its key stays what it was. */
export function EntityForm({ entity }: { entity: StoredEntity | undefined }) {
  const { t } = useTranslation('assistant')
  const navigate = useNavigate()
  const mayChange = useHasRole('supervisor')
  const { data: all } = useQuery(graphQuery({}))
  const [stored] = useState(() => (entity === undefined ? emptyEntity() : entityDraftOf(entity)))
  const [draft, setDraft] = useState(stored)
  const set = (change: Partial<EntityDraft>) => setDraft((now) => ({ ...now, ...change }))
  const save = useMutation({
    mutationFn: () => api('POST', '/api/knowledge/graph/entities', toEntity(draft)),
    onError: reportError,
    async onSuccess() {
      reportDone(t('common.saved'))
      await graphChanged()
      if (entity !== undefined) return
      await navigate({
        to: '/assistant/$page/$item',
        params: { page: 'graph', item: entityItem(draft.key.trim()) },
      })
    },
  })
  const isChanged = JSON.stringify(draft) !== JSON.stringify(stored)
  const isTypeWrong = draft.type.trim() !== '' && !isTypeName(draft.type.trim())
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <fieldset className={styles.fields} disabled={!mayChange}>
        <div className={styles.pair}>
          <TextInput
            label={t('graph.name')}
            required
            withAsterisk={false}
            maxLength={300}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Autocomplete
            label={t('graph.type')}
            required
            withAsterisk={false}
            maxLength={60}
            data={countTypes(all?.entities ?? []).map(({ type }) => type)}
            error={isTypeWrong ? t('graph.typeWrong') : undefined}
            value={draft.type}
            onChange={(type) => set({ type })}
          />
        </div>
        {entity === undefined && (
          <TextInput
            label={t('graph.key')}
            description={t('graph.keyHint')}
            required
            withAsterisk={false}
            maxLength={200}
            value={draft.key}
            onChange={(event) => set({ key: event.currentTarget.value })}
          />
        )}
        <div className={styles.pair}>
          {languages.map(({ value: locale, label }) => (
            <TextInput
              key={locale}
              label={t('graph.nameIn', { language: label })}
              maxLength={300}
              value={draft.names[locale]}
              onChange={(event) =>
                set({ names: { ...draft.names, [locale]: event.currentTarget.value } })
              }
            />
          ))}
        </div>
        <TagsInput
          label={t('graph.aliases')}
          description={t('graph.aliasesHint')}
          maxTags={50}
          acceptValueOnBlur
          splitChars={[',', '，']}
          value={draft.aliases}
          onChange={(aliases) => set({ aliases })}
        />
        <AttributeFields
          attributes={draft.attributes}
          onChange={(attributes) => set({ attributes })}
        />
        <ValidityFields facts={draft} onChange={set} />
        {mayChange && (
          <Group>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!isChanged || !isWholeEntity(draft)}
            >
              {t('common.save')}
            </Button>
          </Group>
        )}
      </fieldset>
    </form>
  )
}
