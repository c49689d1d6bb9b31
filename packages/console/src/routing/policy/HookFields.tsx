import { Select, Stack, Text, TextInput } from '@mantine/core'
import type { PlainRoutingPolicy, RoutingSettings } from '@parley/protocol/rest/routing'
import { useTranslation } from 'react-i18next'
import { CopyLine } from '../../settings/CopyLine.tsx'
import { LengthInput } from '../LengthInput.tsx'

const plain = ['predicted', 'least-busy', 'longest-idle', 'round-robin', 'recent'] as const

/** Where the company's own service is, and what decides when it does not answer. */
export function HookFields(props: {
  hook: RoutingSettings['hook']
  onChange: (hook: RoutingSettings['hook']) => void
}) {
  const { hook, onChange } = props
  const { t } = useTranslation('routing')
  return (
    <Stack gap="sm" pl={30}>
      <TextInput
        type="url"
        label={t('hook.url')}
        placeholder="https://routing.example.com/choose"
        maxLength={2_000}
        value={hook.url}
        onChange={(event) => onChange({ ...hook, url: event.currentTarget.value })}
      />
      <LengthInput
        label={t('hook.timeout')}
        unit="seconds"
        min={100}
        max={10_000}
        value={hook.timeoutMs}
        onChange={(timeoutMs) => onChange({ ...hook, timeoutMs })}
      />
      <Select
        label={t('hook.fallback')}
        allowDeselect={false}
        data={plain.map((value) => ({ value, label: t(`policyName.${value}`) }))}
        value={hook.fallback}
        onChange={(fallback) => {
          if (fallback !== null) onChange({ ...hook, fallback: fallback as PlainRoutingPolicy })
        }}
      />
      {hook.secret !== '' && (
        <div>
          <Text size="sm" fw={500}>
            {t('hook.secret')}
          </Text>
          <Text size="xs" c="dimmed" mb={4}>
            {t('hook.secretHint')}
          </Text>
          <CopyLine text={hook.secret} label={t('hook.secret')} />
        </div>
      )}
    </Stack>
  )
}
