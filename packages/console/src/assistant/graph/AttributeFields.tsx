import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core'
import { IconLanguage, IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { languages } from '../../people/languages.ts'
import { placeKey } from '../../ui/place-key.ts'
import styles from './EntityPage.module.css'
import { type AttributeDraft, emptyAttribute, isTypeName } from './entity-draft.ts'

/** What is known of an entity, by name: one text, or one for each language. */
export function AttributeFields(props: {
  attributes: AttributeDraft[]
  onChange: (attributes: AttributeDraft[]) => void
}) {
  const { attributes, onChange } = props
  const { t } = useTranslation('assistant')
  const set = (at: number, change: Partial<AttributeDraft>) =>
    onChange(attributes.map((one, place) => (place === at ? { ...one, ...change } : one)))
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {t('graph.attributes')}
      </Text>
      {attributes.map((attribute, at) => (
        <div key={placeKey(at)} className={styles.attribute}>
          <TextInput
            aria-label={t('graph.attributeName')}
            placeholder="phone"
            maxLength={60}
            value={attribute.name}
            error={
              attribute.name.trim() !== '' && !isTypeName(attribute.name.trim())
                ? t('graph.typeWrong')
                : undefined
            }
            onChange={(event) => set(at, { name: event.currentTarget.value })}
          />
          <div>
            {attribute.isPerLocale ? (
              languages.map(({ value: locale, label }) => (
                <TextInput
                  key={locale}
                  aria-label={t('graph.valueIn', { name: attribute.name, language: label })}
                  placeholder={label}
                  maxLength={300}
                  value={attribute.texts[locale]}
                  onChange={(event) =>
                    set(at, { texts: { ...attribute.texts, [locale]: event.currentTarget.value } })
                  }
                />
              ))
            ) : (
              <TextInput
                aria-label={t('graph.value', { name: attribute.name })}
                maxLength={2_000}
                value={attribute.text}
                onChange={(event) => set(at, { text: event.currentTarget.value })}
              />
            )}
          </div>
          <ActionIcon
            size={36}
            variant={attribute.isPerLocale ? 'light' : 'subtle'}
            color={attribute.isPerLocale ? 'leaf' : 'gray'}
            aria-pressed={attribute.isPerLocale}
            aria-label={t('graph.perLocale', { name: attribute.name })}
            onClick={() => set(at, { isPerLocale: !attribute.isPerLocale })}
          >
            <IconLanguage size={18} />
          </ActionIcon>
          <ActionIcon
            size={36}
            variant="subtle"
            color="gray"
            aria-label={t('graph.removeAttribute', { name: attribute.name })}
            onClick={() => onChange(attributes.filter((_one, place) => place !== at))}
          >
            <IconX size={18} />
          </ActionIcon>
        </div>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={attributes.length >= 50}
          onClick={() => onChange([...attributes, emptyAttribute()])}
        >
          {t('graph.addAttribute')}
        </Button>
      </Group>
    </div>
  )
}
