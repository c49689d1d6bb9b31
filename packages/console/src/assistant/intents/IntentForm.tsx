import { Button, Group, Switch, Textarea, TextInput } from '@mantine/core'
import type { GraphView } from '@parley/protocol/rest/graph'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { languages } from '../../people/languages.ts'
import { useHasRole } from '../../people/use-role.ts'
import { reportDone, reportError } from '../../ui/report.ts'
import styles from '../graph/EntityPage.module.css'
import { graphChanged } from '../graph/queries.ts'
import { AnswerFields } from './AnswerFields.tsx'
import { type IntentDraft, intentDraftOf, toIntent } from './intent-draft.ts'

const keyPattern = /^[a-z][a-z0-9_]{0,59}$/

/** Writes an intent; a built-in one that is changed becomes the workspace's own. */
export function IntentForm({ intent }: { intent: GraphView['intents'][number] | undefined }) {
  const { t } = useTranslation('learning')
  const navigate = useNavigate()
  const mayChange = useHasRole('supervisor')
  const [draft, setDraft] = useState(() => intentDraftOf(intent))
  const set = (change: Partial<IntentDraft>) => setDraft((now) => ({ ...now, ...change }))
  const isStored = intent !== undefined && !intent.id.startsWith('built-in:')
  const leave = async (message: string) => {
    reportDone(message)
    await graphChanged()
    await navigate({ to: '/assistant/$page', params: { page: 'intents' } })
  }
  const save = useMutation({
    mutationFn: () => api('POST', '/api/knowledge/graph/intents', toIntent(draft)),
    onError: reportError,
    onSuccess: () => leave(t('saved')),
  })
  const remove = useMutation({
    mutationFn: () => api('DELETE', `/api/knowledge/graph/facts/${intent?.id}`),
    onError: reportError,
    onSuccess: () => leave(t('intents.removed')),
  })
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
            label={t('intents.key')}
            description={t('intents.keyHint')}
            maxLength={60}
            disabled={intent !== undefined}
            value={draft.key}
            onChange={(event) => set({ key: event.currentTarget.value })}
          />
          <TextInput
            label={t('intents.subject')}
            maxLength={60}
            value={draft.subject}
            onChange={(event) => set({ subject: event.currentTarget.value })}
          />
        </div>
        <div className={styles.pair}>
          {languages.map(({ value: locale, label: language }) => (
            <TextInput
              key={locale}
              label={t('intents.name', { language })}
              maxLength={300}
              value={draft.name[locale]}
              onChange={(event) =>
                set({ name: { ...draft.name, [locale]: event.currentTarget.value } })
              }
            />
          ))}
        </div>
        <div className={styles.pair}>
          {languages.map(({ value: locale, label: language }) => (
            <Textarea
              key={locale}
              label={t('intents.phrasings', { language })}
              description={t('intents.phrasingsHint')}
              autosize
              minRows={3}
              maxRows={12}
              value={draft.phrasings[locale]}
              onChange={(event) =>
                set({ phrasings: { ...draft.phrasings, [locale]: event.currentTarget.value } })
              }
            />
          ))}
        </div>
        <Textarea
          label={t('intents.patterns')}
          description={t('intents.patternsHint')}
          autosize
          minRows={1}
          maxRows={8}
          value={draft.patterns}
          onChange={(event) => set({ patterns: event.currentTarget.value })}
        />
        <Switch
          label={t('intents.isPeopleOnly')}
          checked={draft.isPeopleOnly}
          onChange={(event) => set({ isPeopleOnly: event.currentTarget.checked })}
        />
        <Switch
          label={t('intents.isOn')}
          checked={!draft.isOff}
          onChange={(event) => set({ isOff: !event.currentTarget.checked })}
        />
        {!draft.isPeopleOnly && (
          <AnswerFields answers={draft.answers} onChange={(answers) => set({ answers })} />
        )}
        {mayChange && (
          <Group>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!keyPattern.test(draft.key.trim())}
            >
              {t('save')}
            </Button>
            {isStored && (
              <Button
                variant="default"
                color="red"
                loading={remove.isPending}
                onClick={() => remove.mutate()}
              >
                {t('intents.remove')}
              </Button>
            )}
          </Group>
        )}
      </fieldset>
    </form>
  )
}
