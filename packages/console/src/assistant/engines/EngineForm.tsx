import { Button, Group, Stack, Switch, TextInput } from '@mantine/core'
import type { EngineList } from '@parley/protocol/rest/engines'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../settings/Section.tsx'
import { type EngineDraft, fieldsOf, isWhole } from './draft.ts'
import styles from './Engines.module.css'
import { KeyField } from './KeyField.tsx'
import { NumberFields } from './NumberFields.tsx'
import { RulesFields } from './RulesFields.tsx'
import { SettingFields } from './SettingFields.tsx'

const limits = [
  'firstTextMs',
  'silenceMs',
  'betweenTextsMs',
  'totalMs',
  'coldStartMs',
  'waitMsMax',
  'restMs',
  'atOnceMax',
  'waitingMax',
  'failuresMax',
] as const
const budgets = ['callsMax', 'tokensMax', 'costMicrosMax'] as const
const prices = ['callMicros', 'inputMicros', 'outputMicros'] as const

/** Everything that is set of an engine. */
export function EngineForm(props: {
  make: EngineList['makes'][number]
  stored: EngineDraft
  hasKey: boolean
  isSaving: boolean
  save: (draft: EngineDraft) => void
  forgetKey?: () => void
}) {
  const { make, stored, hasKey, isSaving, save, forgetKey } = props
  const { t } = useTranslation('assistant')
  const [draft, setDraft] = useState(stored)
  const set = (change: Partial<EngineDraft>) => setDraft((now) => ({ ...now, ...change }))
  const fields = fieldsOf(make.settings)
  const isChanged = JSON.stringify(draft) !== JSON.stringify(stored)
  return (
    <form
      className={styles.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save(draft)
      }}
    >
      <Section title={t('engines.connection')}>
        <Stack>
          <TextInput
            label={t('engines.name')}
            description={t('engines.nameHint')}
            required
            withAsterisk={false}
            maxLength={60}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <SettingFields
            make={make.make}
            fields={fields}
            settings={draft.settings}
            onChange={(settings) => set({ settings })}
          />
          <KeyField
            hasKey={hasKey}
            value={draft.key}
            onChange={(key) => set({ key })}
            forget={forgetKey}
          />
          <Switch
            label={t('engines.isOn')}
            checked={draft.isOn}
            onChange={(event) => set({ isOn: event.currentTarget.checked })}
          />
        </Stack>
      </Section>
      <Section title={t('engines.privacy')} hint={t('engines.privacyHint')}>
        <RulesFields draft={draft} onChange={set} />
      </Section>
      <details className={styles.more}>
        <summary>{t('engines.limits')}</summary>
        <NumberFields
          hint={t('engines.limitsHint')}
          fields={limits.map((name) => [name, t(`engines.limit.${name}`)])}
          values={draft.limits}
          onChange={(values) => set({ limits: values })}
        />
      </details>
      <details className={styles.more}>
        <summary>{t('engines.money')}</summary>
        <NumberFields
          hint={t('engines.moneyHint')}
          fields={budgets.map((name) => [name, t(`engines.budget.${name}`)])}
          values={draft.budget}
          onChange={(values) => set({ budget: values })}
        />
        <NumberFields
          fields={prices.map((name) => [name, t(`engines.price.${name}`)])}
          values={draft.price}
          onChange={(values) => set({ price: values })}
        />
      </details>
      <Group>
        <Button type="submit" loading={isSaving} disabled={!isChanged || !isWhole(draft, fields)}>
          {t('common.save')}
        </Button>
        {isChanged && (
          <Button variant="subtle" color="gray" onClick={() => setDraft(stored)}>
            {t('common.discard')}
          </Button>
        )}
      </Group>
    </form>
  )
}
