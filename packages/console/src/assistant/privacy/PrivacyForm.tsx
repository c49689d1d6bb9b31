import { Button, Checkbox, Group, NumberInput, SimpleGrid, Switch } from '@mantine/core'
import type { PersonalKind, PrivacySettings } from '@parley/protocol/rest/privacy'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/queries.ts'
import { Section } from '../../settings/Section.tsx'
import { reportDone, reportError } from '../../ui/report.ts'
import { PatternFields } from './PatternFields.tsx'
import { isWholePattern } from './pattern.ts'
import { privacyQuery } from './queries.ts'
import { RedactionTrial } from './RedactionTrial.tsx'

const kinds: readonly PersonalKind[] = [
  'phone',
  'email',
  'id_card',
  'bank_card',
  'address',
  'order',
  'number',
]

/** What is hidden before a text leaves, and what is kept of what left. */
export function PrivacyForm({ stored }: { stored: PrivacySettings }) {
  const { t } = useTranslation('assistant')
  const [draft, setDraft] = useState(stored)
  const set = (change: Partial<PrivacySettings>) => setDraft((now) => ({ ...now, ...change }))
  const save = useMutation({
    mutationFn: () => api<PrivacySettings>('PATCH', '/api/privacy', draft),
    onError: reportError,
    onSuccess(saved) {
      queryClient.setQueryData(privacyQuery.queryKey, saved)
      setDraft(saved)
      reportDone(t('common.saved'))
    },
  })
  const isChanged = JSON.stringify(draft) !== JSON.stringify(stored)
  const isWhole = draft.patterns.every(isWholePattern)
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Section title={t('privacy.hidden')} hint={t('privacy.hiddenHint')}>
        <Checkbox.Group
          aria-label={t('privacy.hidden')}
          value={draft.kinds}
          onChange={(chosen) => set({ kinds: kinds.filter((kind) => chosen.includes(kind)) })}
        >
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" verticalSpacing="xs">
            {kinds.map((kind) => (
              <Checkbox key={kind} value={kind} label={t(`privacy.kind.${kind}`)} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
      </Section>
      <Section title={t('privacy.patterns')} hint={t('privacy.patternsHint')}>
        <PatternFields patterns={draft.patterns} onChange={(patterns) => set({ patterns })} />
      </Section>
      <Section title={t('privacy.try')} hint={t('privacy.tryHint')}>
        <RedactionTrial kinds={draft.kinds} patterns={draft.patterns.filter(isWholePattern)} />
      </Section>
      <Section title={t('privacy.log')} hint={t('privacy.logHint')}>
        <Group align="end" gap="xl">
          <NumberInput
            w={200}
            label={t('privacy.keptDays')}
            min={1}
            max={3_650}
            allowDecimal={false}
            clampBehavior="strict"
            value={draft.keptDays}
            onChange={(days) => {
              if (typeof days === 'number' && days >= 1) set({ keptDays: days })
            }}
          />
          <Switch
            mb={8}
            label={t('privacy.isTextKept')}
            checked={draft.isTextKept}
            onChange={(event) => set({ isTextKept: event.currentTarget.checked })}
          />
        </Group>
        <Group mt="md">
          <Button type="submit" loading={save.isPending} disabled={!isChanged || !isWhole}>
            {t('common.save')}
          </Button>
        </Group>
      </Section>
    </form>
  )
}
