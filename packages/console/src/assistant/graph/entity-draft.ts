import type { Locale } from '@parley/protocol/rest'
import type { Entity } from '@parley/protocol/rest/graph'

/** One attribute while it is written: one text for all languages, or one for each. */
export interface AttributeDraft {
  name: string
  isPerLocale: boolean
  text: string
  texts: Record<Locale, string>
}

/** An entity while it is written. */
export interface EntityDraft {
  key: string
  type: string
  name: string
  names: Record<Locale, string>
  aliases: string[]
  attributes: AttributeDraft[]
  validFrom: number | null
  validUntil: number | null
  source: string
  personal: string
}

/** What a new entity begins with. */
export const emptyEntity = (): EntityDraft => ({
  key: '',
  type: '',
  name: '',
  names: { 'zh-CN': '', en: '' },
  aliases: [],
  attributes: [],
  validFrom: null,
  validUntil: null,
  source: '',
  personal: '',
})

/** A new attribute's row. */
export const emptyAttribute = (): AttributeDraft => ({
  name: '',
  isPerLocale: false,
  text: '',
  texts: { 'zh-CN': '', en: '' },
})

/** An entity as it can be written. */
export function entityDraftOf(entity: Entity): EntityDraft {
  const { key, type, name, names = {}, aliases = [], attributes = {} } = entity
  return {
    key,
    type,
    name,
    names: { 'zh-CN': names['zh-CN'] ?? '', en: names.en ?? '' },
    aliases,
    attributes: Object.entries(attributes).map(([attribute, value]) => ({
      name: attribute,
      isPerLocale: typeof value !== 'string',
      text: typeof value === 'string' ? value : '',
      texts:
        typeof value === 'string'
          ? { 'zh-CN': '', en: '' }
          : { 'zh-CN': value['zh-CN'] ?? '', en: value.en ?? '' },
    })),
    validFrom: entity.validFrom ?? null,
    validUntil: entity.validUntil ?? null,
    source: entity.source ?? '',
    personal: entity.personal ?? '',
  }
}

/** What the server stores of a draft: empty fields and nameless attributes are left out. */
export function toEntity(draft: EntityDraft): Entity {
  const { key, type, name, names, aliases, attributes, source, personal } = draft
  const said = attributes.flatMap(
    (attribute): [string, NonNullable<Entity['attributes']>[string]][] => {
      const value = attribute.isPerLocale ? withoutEmpty(attribute.texts) : attribute.text.trim()
      const isEmpty = value === '' || Object.keys(value).length === 0
      return attribute.name.trim() === '' || isEmpty ? [] : [[attribute.name.trim(), value]]
    },
  )
  return {
    key: key.trim(),
    type: type.trim(),
    name: name.trim(),
    names: withoutEmpty(names),
    aliases,
    attributes: Object.fromEntries(said),
    validFrom: draft.validFrom,
    validUntil: draft.validUntil,
    source: source.trim(),
    personal: personal.trim(),
  }
}

function withoutEmpty(texts: Record<Locale, string>): Partial<Record<Locale, string>> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([locale, text]) =>
      text.trim() === '' ? [] : [[locale, text.trim()]],
    ),
  )
}

/** As the server wants names of types and attributes. */
export const isTypeName = (text: string) => /^[a-z][a-z0-9_]{0,59}$/.test(text)

/** Whether a draft can be stored. */
export function isWholeEntity(draft: EntityDraft): boolean {
  const { key, type, name, attributes } = draft
  return (
    key.trim() !== '' &&
    name.trim() !== '' &&
    isTypeName(type.trim()) &&
    attributes.every((one) => one.name.trim() === '' || isTypeName(one.name.trim()))
  )
}
