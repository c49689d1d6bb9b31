import { Slider, Stack, Text } from '@mantine/core'
import type { RoutingSettings } from '@parley/protocol/rest/routing'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { percent } from '../durations.ts'
import { LengthInput } from '../LengthInput.tsx'

const DAY = 86_400_000
const clocks = ['firstReplyMs', 'nextReplyMs', 'resolutionMs'] as const

/** What is promised to contacts; 0 promises nothing. The clocks run in business hours. */
export function SlaFields(props: {
  sla: RoutingSettings['sla']
  onChange: (sla: RoutingSettings['sla']) => void
}) {
  const { sla, onChange } = props
  const { t } = useTranslation('routing')
  const id = useId()
  return (
    <Stack gap="sm" maw={420}>
      {clocks.map((clock) => (
        <LengthInput
          key={clock}
          label={t(`sla.${clock}`)}
          unit="minutes"
          max={30 * DAY}
          value={sla[clock]}
          onChange={(ms) => onChange({ ...sla, [clock]: ms })}
        />
      ))}
      <Text size="sm" fw={500} id={id} mt="xs">
        {t('sla.warnAt', { share: percent(sla.warnAt) })}
      </Text>
      <Slider
        min={0.1}
        max={1}
        step={0.05}
        thumbProps={{ 'aria-labelledby': id }}
        label={(share) => percent(share)}
        value={sla.warnAt}
        onChange={(warnAt) => onChange({ ...sla, warnAt })}
      />
    </Stack>
  )
}
