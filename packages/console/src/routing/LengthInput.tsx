import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const units = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 }

/** A length of time in one unit; the value is in milliseconds. */
export function LengthInput(props: {
  label: string
  description?: string
  unit: keyof typeof units
  value: number
  min?: number
  max?: number
  onChange: (ms: number) => void
}) {
  const { label, description, unit, value, min = 0, max = 86_400_000, onChange } = props
  const { t } = useTranslation('routing')
  const size = units[unit]
  return (
    <NumberInput
      label={label}
      {...(description === undefined ? {} : { description })}
      suffix={` ${t(`unit.${unit}`)}`}
      min={min / size}
      max={max / size}
      step={1}
      decimalScale={1}
      clampBehavior="strict"
      value={value / size}
      onChange={(next) => {
        if (typeof next === 'number') onChange(Math.round(next * size))
      }}
    />
  )
}
