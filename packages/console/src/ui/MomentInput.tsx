import { TextInput, type TextInputProps } from '@mantine/core'
import { fromLocalTime, toLocalTime } from './local-time.ts'

type MomentInputProps = Omit<TextInputProps, 'value' | 'onChange' | 'type'> & {
  /** Epoch milliseconds; null for none. */
  value: number | null
  onChange: (at: number | null) => void
}

/** A date and a time of day, in the reader's time zone. */
export function MomentInput({ value, onChange, ...props }: MomentInputProps) {
  return (
    <TextInput
      {...props}
      type="datetime-local"
      value={toLocalTime(value)}
      onChange={(event) => onChange(fromLocalTime(event.currentTarget.value))}
    />
  )
}
