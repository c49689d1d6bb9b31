import { Stack, Tabs, Textarea } from '@mantine/core'
import type { AssistantSettings } from '@parley/protocol/rest/assistant'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/index.ts'
import { languages } from '../../people/languages.ts'

type Texts = AssistantSettings['texts']

const fields = ['greeting', 'handingOver', 'nobodyThere', 'noAnswer'] as const

/** What the assistant says by itself, in every language. */
export function TextsFields(props: { texts: Texts; onChange: (texts: Texts) => void }) {
  const { texts, onChange } = props
  const { t } = useTranslation('assistant')
  return (
    <Tabs defaultValue={currentLocale()}>
      <Tabs.List mb="sm">
        {languages.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {languages.map(({ value: locale }) => (
        <Tabs.Panel key={locale} value={locale} keepMounted={false}>
          <Stack>
            {fields.map((field) => (
              <Textarea
                key={field}
                label={t(`settings.${field}`)}
                description={t(`settings.${field}Hint`)}
                required={field !== 'greeting'}
                withAsterisk={false}
                maxLength={500}
                autosize
                minRows={2}
                value={texts[locale][field]}
                onChange={(event) =>
                  onChange({
                    ...texts,
                    [locale]: { ...texts[locale], [field]: event.currentTarget.value },
                  })
                }
              />
            ))}
          </Stack>
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
