import type { Locale } from '../types.ts'
import type { StoredEntity } from './graph.ts'

/** An entity's name in this language. */
export function nameOf({ name, names }: StoredEntity, locale: Locale): string {
  return names?.[locale] ?? name
}

/** What an attribute says in this language; undefined when it says nothing. */
export function wordOf(
  entity: StoredEntity,
  attribute: string,
  locale: Locale,
): string | undefined {
  const value = entity.attributes?.[attribute]
  if (value === undefined || typeof value === 'string') return value || undefined
  return value[locale] ?? value.en ?? value['zh-CN']
}
