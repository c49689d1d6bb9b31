import { Anchor, PasswordInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A key that goes in and never comes out. */
export function KeyField(props: {
  hasKey: boolean
  value: string
  onChange: (key: string) => void
  forget: (() => void) | undefined
}) {
  const { hasKey, value, onChange, forget } = props
  const { t } = useTranslation('assistant')
  return (
    <div>
      <PasswordInput
        label={t('engines.key')}
        description={t(hasKey ? 'engines.keyKept' : 'engines.keyHint')}
        autoComplete="off"
        maxLength={4_000}
        visibilityToggleButtonProps={{ 'aria-label': t('engines.showKey') }}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
      />
      {hasKey && forget !== undefined && (
        <Anchor component="button" type="button" size="xs" mt={4} onClick={forget}>
          {t('engines.forgetKey')}
        </Anchor>
      )}
    </div>
  )
}
