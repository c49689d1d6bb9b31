import { NumberInput, Stack, Switch } from '@mantine/core'
import type { RoutingSettings } from '@parley/protocol/rest/routing'
import { useTranslation } from 'react-i18next'
import { LengthInput } from '../LengthInput.tsx'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const lengths = [
  ['graceMs', 'seconds', 1_000, 10 * MINUTE],
  ['noReplyMs', 'minutes', 0, DAY],
  ['awayMs', 'minutes', 0, DAY],
  ['autoAwayMs', 'minutes', 0, DAY],
  ['offerAgainMs', 'seconds', 10_000, HOUR],
  ['leaveMessageMs', 'minutes', MINUTE, DAY],
  ['returningMs', 'days', 0, 365 * DAY],
] as const

const numbers = [
  ['capacityDefault', 0, 100, 1],
  ['missedOffersMax', 1, 20, 1],
  ['windowSize', 1, 32, 1],
  ['passedOverMax', 0, 20, 1],
  ['returningCostMax', 1, 10, 0.1],
  ['handleWeight', 0, 3, 0.1],
  ['fairness', 0, 4, 0.1],
] as const

/** What few need to change, each with what it does. */
export function AdvancedFields(props: {
  settings: RoutingSettings
  onChange: (change: Partial<RoutingSettings>) => void
}) {
  const { settings, onChange } = props
  const { t } = useTranslation('routing')
  return (
    <Stack gap="md" mt="md" maw={480}>
      <Switch
        label={t('advanced.matchesLanguage')}
        description={t('advancedHint.matchesLanguage')}
        checked={settings.matchesLanguage}
        onChange={(event) => onChange({ matchesLanguage: event.currentTarget.checked })}
      />
      {numbers.map(([name, min, max, step]) => (
        <NumberInput
          key={name}
          label={t(`advanced.${name}`)}
          description={t(`advancedHint.${name}`)}
          min={min}
          max={max}
          step={step}
          clampBehavior="strict"
          value={settings[name]}
          onChange={(value) => {
            if (typeof value === 'number') onChange({ [name]: value })
          }}
        />
      ))}
      {lengths.map(([name, unit, min, max]) => (
        <LengthInput
          key={name}
          label={t(`advanced.${name}`)}
          description={t(`advancedHint.${name}`)}
          unit={unit}
          min={min}
          max={max}
          value={settings[name]}
          onChange={(ms) => onChange({ [name]: ms })}
        />
      ))}
    </Stack>
  )
}
