import { NumberInput, Radio, Stack } from '@mantine/core'
import type { AssistantChange, AssistantSettings } from '@parley/protocol/rest/assistant'
import { useTranslation } from 'react-i18next'

const choices = ['message_form', 'wait'] as const

/** When a person is called, and what is offered while nobody is there. */
export function HandoverFields(props: {
  settings: AssistantSettings
  onChange: (change: AssistantChange) => void
}) {
  const { settings, onChange } = props
  const { t } = useTranslation('assistant')
  return (
    <Stack>
      <NumberInput
        label={t('settings.failedAnswersMax')}
        description={t('settings.failedAnswersMaxHint')}
        maw={420}
        min={1}
        max={10}
        allowDecimal={false}
        clampBehavior="strict"
        value={settings.failedAnswersMax}
        onChange={(count) => {
          if (typeof count === 'number' && count >= 1) onChange({ failedAnswersMax: count })
        }}
      />
      <Radio.Group
        label={t('settings.whenNobodyIsThere')}
        value={settings.whenNobodyIsThere}
        onChange={(chosen) => {
          const choice = choices.find((one) => one === chosen)
          if (choice !== undefined) onChange({ whenNobodyIsThere: choice })
        }}
      >
        <Stack gap={8} mt={8}>
          {choices.map((choice) => (
            <Radio
              key={choice}
              value={choice}
              label={t(`nobody.${choice}`)}
              description={t(`nobodyHint.${choice}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Stack>
  )
}
