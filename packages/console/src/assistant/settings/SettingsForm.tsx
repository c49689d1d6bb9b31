import { Button, Group, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import type { AssistantChange, AssistantSettings } from '@parley/protocol/rest/assistant'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/queries.ts'
import { useHasRole } from '../../people/use-role.ts'
import { Section } from '../../settings/Section.tsx'
import { reportDone, reportError } from '../../ui/report.ts'
import { TryGolden } from '../golden/TryGolden.tsx'
import { assistantQuery } from '../queries.ts'
import { AvatarField } from './AvatarField.tsx'
import { ChannelChoice } from './ChannelChoice.tsx'
import { HandoverFields } from './HandoverFields.tsx'
import styles from './SettingsForm.module.css'
import { StepOrder } from './StepOrder.tsx'
import { TextsFields } from './TextsFields.tsx'
import { ThresholdFields } from './ThresholdFields.tsx'

/** All settings at once; administrators change them, everybody else reads. */
export function SettingsForm({ stored }: { stored: AssistantSettings }) {
  const { t } = useTranslation('assistant')
  const isAdmin = useHasRole('admin')
  const [draft, setDraft] = useState(stored)
  const set = (change: AssistantChange) => setDraft((now) => ({ ...now, ...change }))
  const isChanged = JSON.stringify(draft) !== JSON.stringify(stored)
  const save = useMutation({
    mutationFn: () => api<AssistantSettings>('PATCH', '/api/assistant', draft),
    onSuccess(saved) {
      queryClient.setQueryData(assistantQuery.queryKey, saved)
      setDraft(saved)
      reportDone(t('common.saved'))
    },
    onError: reportError,
  })
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <fieldset disabled={!isAdmin} className={styles.fields}>
        <Section title={t('settings.title')} hint={t('settings.hint')}>
          <Stack>
            {!isAdmin && (
              <Text size="sm" c="dimmed">
                {t('common.adminsOnly')}
              </Text>
            )}
            <Switch
              label={t('settings.isOn')}
              description={t('settings.isOnHint')}
              checked={draft.isOn}
              onChange={(event) => set({ isOn: event.currentTarget.checked })}
            />
            <TextInput
              label={t('settings.name')}
              description={t('settings.nameHint')}
              required
              withAsterisk={false}
              maxLength={40}
              value={draft.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <AvatarField
              name={draft.name}
              avatar={draft.avatar}
              onChange={(avatar) => set({ avatar })}
            />
            <ChannelChoice
              except={draft.exceptChannels}
              onChange={(exceptChannels) => set({ exceptChannels })}
            />
          </Stack>
        </Section>
        <Section title={t('settings.texts')} hint={t('settings.textsHint')}>
          <TextsFields texts={draft.texts} onChange={(texts) => set({ texts })} />
        </Section>
        <Section title={t('settings.steps')} hint={t('settings.stepsHint')}>
          <StepOrder steps={draft.steps} onChange={(steps) => set({ steps })} />
        </Section>
        <Section title={t('settings.thresholds')} hint={t('settings.thresholdsHint')}>
          <ThresholdFields
            thresholds={draft.thresholds}
            isDisabled={!isAdmin}
            onChange={(thresholds) => set({ thresholds })}
          />
        </Section>
        <Section title={t('settings.handover')} hint={t('settings.handoverHint')}>
          <HandoverFields settings={draft} onChange={set} />
        </Section>
        <Section title={t('settings.instructions')} hint={t('settings.instructionsHint')}>
          <Textarea
            aria-label={t('settings.instructions')}
            maxLength={4_000}
            autosize
            minRows={4}
            placeholder={t('settings.instructionsExample')}
            value={draft.instructions}
            onChange={(event) => set({ instructions: event.currentTarget.value })}
          />
        </Section>
      </fieldset>
      {isAdmin && (
        <Group className={styles.save} data-changed={isChanged || undefined}>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={!isChanged || draft.name.trim() === ''}
          >
            {t('common.save')}
          </Button>
          {isChanged && (
            <Button variant="subtle" color="gray" onClick={() => setDraft(stored)}>
              {t('common.discard')}
            </Button>
          )}
          {isChanged && (
            <TryGolden label={t('settings.tryFirst')} draft={{ settings: toTried(draft) }} />
          )}
        </Group>
      )}
    </form>
  )
}

/** What of a draft may change an answer; the rest is large and does not. */
function toTried({ avatar: _, ...settings }: AssistantSettings): AssistantChange {
  return settings
}
