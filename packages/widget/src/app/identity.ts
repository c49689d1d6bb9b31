import type { Identity } from '../frame-messages.ts'

/**
 * What a page says of its visitor, as texts: pages write numbers and booleans as well. `null` and
 * `""` take a value away; anything else that is no value is passed over.
 */
export function toIdentity(given: unknown): Identity {
  const { name, email, phone, token, attributes } = toRecord(given)
  const identity: Identity = {}
  for (const [key, value] of Object.entries({ name, email, phone, token })) {
    const text = toText(value)
    if (text !== undefined) identity[key as 'name' | 'email' | 'phone' | 'token'] = text
  }
  const texts = Object.entries(toRecord(attributes))
    .map(([key, value]) => [key, toText(value)] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== undefined)
  if (texts.length > 0) identity.attributes = Object.fromEntries(texts)
  return identity
}

/** The earlier identity with what a later one says. */
export function mergeIdentity(earlier: Identity, later: Identity): Identity {
  const merged = { ...earlier, ...later }
  if (earlier.attributes !== undefined || later.attributes !== undefined) {
    merged.attributes = { ...earlier.attributes, ...later.attributes }
  }
  return merged
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function toText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'object':
      return value === null ? '' : undefined
    default:
      return undefined
  }
}
