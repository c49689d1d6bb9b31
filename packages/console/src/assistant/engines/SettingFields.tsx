import { NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { enginesEn } from '../../i18n/engines-en.ts'
import type { SettingField } from './draft.ts'
import { JsonField } from './JsonField.tsx'

type Settings = Record<string, unknown>

/** What addresses of the makes look like. */
const addresses: Record<string, string> = {
  coze: 'https://api.coze.cn',
  fastgpt: 'https://fastgpt.example.com/api',
  dify: 'https://dify.example.com/v1',
  openai: 'https://api.deepseek.com/v1',
  maxkb: 'https://maxkb.example.com/chat/api',
  ragflow: 'https://ragflow.example.com/api/v1',
}

/** A make's own settings, drawn from what the server tells of them. */
export function SettingFields(props: {
  make: string
  fields: readonly SettingField[]
  settings: Settings
  onChange: (settings: Settings) => void
}) {
  const { make, fields, settings, onChange } = props
  return fields.map((field) => (
    <Field
      key={field.name}
      make={make}
      field={field}
      value={settings[field.name]}
      onChange={(value) => {
        const { [field.name]: _, ...others } = settings
        onChange(value === undefined || value === '' ? others : { ...others, [field.name]: value })
      }}
    />
  ))
}

function Field(props: {
  make: string
  field: SettingField
  value: unknown
  onChange: (value: unknown) => void
}) {
  const { make, field, value, onChange } = props
  const { t } = useTranslation('assistant')
  const { name, kind, isRequired, choices } = field
  // A make of a newer server may have settings that have no words here.
  const label = name in enginesEn.setting ? t(`engines.setting.${name as 'model'}`) : name
  const shared = { label, required: isRequired, withAsterisk: false }
  switch (kind) {
    case 'boolean':
      return (
        <Switch
          label={label}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
        />
      )
    case 'choice':
      return (
        <Select
          {...shared}
          data={choices}
          clearable={!isRequired}
          value={typeof value === 'string' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      )
    case 'json':
      return <JsonField label={label} value={value} onChange={onChange} />
    case 'text':
      return (
        <TextInput
          {...shared}
          description={hintOf(name)}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value.trimStart())}
        />
      )
  }

  function hintOf(setting: string): string | undefined {
    if (setting === 'baseUrl') {
      return t('engines.settingHint.baseUrl', { example: addresses[make] ?? 'https://…' })
    }
    if (setting === 'embeddingModel') return t('engines.settingHint.embeddingModel')
    return setting === 'knowledgeVariable' ? t('engines.settingHint.knowledgeVariable') : undefined
  }
}
