import { Select, Stack, Switch, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EngineDraft } from './draft.ts'

const reaches = ['outside', 'in_house', 'anywhere'] as const

/** Where an engine's address may lead, and what may leave to it. */
export function RulesFields(props: {
  draft: EngineDraft
  onChange: (change: Partial<EngineDraft>) => void
}) {
  const { draft, onChange } = props
  const { t } = useTranslation('assistant')
  return (
    <Stack>
      <Switch
        label={t('engines.hidesPersonal')}
        description={t('engines.hidesPersonalHint')}
        checked={draft.hidesPersonal}
        onChange={(event) => onChange({ hidesPersonal: event.currentTarget.checked })}
      />
      <Select
        label={t('common.reach')}
        maw={420}
        allowDeselect={false}
        data={reaches.map((value) => ({ value, label: t(`engines.reach.${value}`) }))}
        value={draft.reach}
        onChange={(reach) => onChange({ reach: reach as EngineDraft['reach'] })}
      />
      <Textarea
        label={t('engines.hosts')}
        description={t('engines.hostsHint')}
        maw={420}
        autosize
        minRows={1}
        value={draft.hosts.join('\n')}
        onChange={(event) => {
          const text = event.currentTarget.value
          onChange({ hosts: text === '' ? [] : text.split('\n') })
        }}
      />
    </Stack>
  )
}
