import { ActionIcon, Button, Group, TextInput } from '@mantine/core'
import type { PrivacyPattern } from '@parley/protocol/rest/privacy'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { placeKey } from '../../ui/place-key.ts'
import { isPatternName } from './pattern.ts'

const PATTERNS_MAX = 20

/** Numbers of the workspace's own that are hidden too. */
export function PatternFields(props: {
  patterns: PrivacyPattern[]
  onChange: (patterns: PrivacyPattern[]) => void
}) {
  const { patterns, onChange } = props
  const { t } = useTranslation('assistant')
  const set = (at: number, change: Partial<PrivacyPattern>) =>
    onChange(patterns.map((one, place) => (place === at ? { ...one, ...change } : one)))
  return (
    <>
      {patterns.map(({ name, pattern }, at) => (
        <Group key={placeKey(at)} gap={6} mb={6} wrap="nowrap" align="start">
          <TextInput
            w={170}
            aria-label={t('privacy.patternName')}
            placeholder="CONTRACT"
            maxLength={16}
            value={name}
            error={name !== '' && !isPatternName(name) ? t('privacy.nameWrong') : undefined}
            onChange={(event) => set(at, { name: event.currentTarget.value.toUpperCase() })}
          />
          <TextInput
            flex={1}
            aria-label={t('live.pattern')}
            placeholder="C-(\d{6})"
            maxLength={200}
            value={pattern}
            onChange={(event) => set(at, { pattern: event.currentTarget.value })}
          />
          <ActionIcon
            size={36}
            variant="subtle"
            color="gray"
            aria-label={t('privacy.removePattern', { name })}
            onClick={() => onChange(patterns.filter((_one, place) => place !== at))}
          >
            <IconX size={18} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} />}
        disabled={patterns.length >= PATTERNS_MAX}
        onClick={() => onChange([...patterns, { name: '', pattern: '' }])}
      >
        {t('privacy.addPattern')}
      </Button>
    </>
  )
}
