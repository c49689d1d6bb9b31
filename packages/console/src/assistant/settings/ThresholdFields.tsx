import { Slider, Stack, Text } from '@mantine/core'
import type { AssistantSettings } from '@parley/protocol/rest/assistant'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'

type Thresholds = AssistantSettings['thresholds']

const names = ['cache', 'faq', 'graph'] as const

/** How sure each step must be before it answers by itself. */
export function ThresholdFields(props: {
  thresholds: Thresholds
  isDisabled: boolean
  onChange: (thresholds: Thresholds) => void
}) {
  const { thresholds, isDisabled, onChange } = props
  const { t } = useTranslation('assistant')
  const id = useId()
  return (
    <Stack gap="xl">
      {names.map((name) => (
        <div key={name}>
          <Text size="sm" fw={500} id={`${id}-${name}`}>
            {t(`threshold.${name}`)}
          </Text>
          <Text size="xs" c="dimmed" mb={8}>
            {t(`thresholdHint.${name}`)}
          </Text>
          <Slider
            maw={420}
            mx="lg"
            min={0.5}
            max={1}
            step={0.01}
            disabled={isDisabled}
            thumbProps={{ 'aria-labelledby': `${id}-${name}` }}
            label={(share) => share.toFixed(2)}
            marks={[
              { value: 0.5, label: t('threshold.bold') },
              { value: 1, label: t('threshold.careful') },
            ]}
            value={thresholds[name]}
            onChange={(share) => onChange({ ...thresholds, [name]: share })}
          />
          <Text size="xs" mt={22}>
            {t('threshold.now', { share: thresholds[name].toFixed(2) })}
          </Text>
        </div>
      ))}
    </Stack>
  )
}
