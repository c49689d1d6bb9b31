import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** An object, typed as JSON. What is half typed is handed on as text, which is not whole. */
export function JsonField(props: {
  label: string
  value: unknown
  onChange: (value: unknown) => void
}) {
  const { label, value, onChange } = props
  const { t } = useTranslation('assistant')
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2))
  return (
    <Textarea
      label={label}
      description={t('engines.settingHint.json')}
      autosize
      minRows={1}
      error={typeof value === 'string' ? t('engines.notJson') : undefined}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value
        setText(typed)
        onChange(typed.trim() === '' ? undefined : objectOrText(typed))
      }}
    />
  )
}

function objectOrText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : text
  } catch {
    return text
  }
}
