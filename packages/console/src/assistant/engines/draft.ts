import type { Engine, EngineChange } from '@parley/protocol/rest/engines'

/** Where money is kept in millionths, and times in milliseconds, people read whole ones. */
const MICROS = 1_000_000
const MS = 1_000

/** An engine as it stands in the form. */
export interface EngineDraft
  extends Pick<
    Engine,
    | 'name'
    | 'isOn'
    | 'settings'
    | 'limits'
    | 'budget'
    | 'price'
    | 'reach'
    | 'hosts'
    | 'hidesPersonal'
  > {
  /** What was typed; empty leaves the kept one as it is. */
  key: string
}

/** One field of a make's settings, read from its JSON Schema. */
export interface SettingField {
  name: string
  isRequired: boolean
  kind: 'text' | 'number' | 'boolean' | 'choice' | 'json'
  choices: string[]
}

/** A new engine of a make, not saved yet. */
export function newDraft(label: string): EngineDraft {
  return {
    name: label,
    isOn: true,
    settings: {},
    limits: {},
    budget: {},
    price: {},
    reach: 'outside',
    hosts: [],
    hidesPersonal: true,
    key: '',
  }
}

/** A kept engine, ready to be changed. */
export function toDraft(engine: Engine): EngineDraft {
  const { name, isOn, settings, limits, budget, price, reach, hosts, hidesPersonal } = engine
  return { name, isOn, settings, limits, budget, price, reach, hosts, hidesPersonal, key: '' }
}

/** What is sent: without empty fields, and with the key only where one was typed. */
export function toChange({ key, settings, hosts, ...draft }: EngineDraft): EngineChange {
  return {
    ...draft,
    settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== '')),
    hosts: hosts.map((host) => host.trim()).filter((host) => host !== ''),
    ...(key === '' ? {} : { key }),
  }
}

/** The fields that a make's schema tells of, those that must be filled in first. */
export function fieldsOf(schema: unknown): SettingField[] {
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, { type?: string; anyOf?: { const?: unknown }[] }>
    required?: string[]
  }
  const fields = Object.entries(properties).map(([name, { type, anyOf }]): SettingField => {
    const choices = (anyOf ?? []).flatMap((one) =>
      typeof one.const === 'string' ? [one.const] : [],
    )
    const kind = choices.length > 0 ? 'choice' : (kinds[type ?? ''] ?? 'json')
    return { name, isRequired: required.includes(name), kind, choices }
  })
  return fields.sort((one, other) => Number(other.isRequired) - Number(one.isRequired))
}

const kinds: Record<string, SettingField['kind']> = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
}

/** Whether nothing is missing and nothing is half typed. */
export function isWhole({ name, settings }: EngineDraft, fields: readonly SettingField[]): boolean {
  return (
    name.trim() !== '' &&
    fields.every(({ name: field, isRequired, kind }) => {
      const value = settings[field]
      if (value === undefined || value === '') return !isRequired
      return kind !== 'json' || typeof value === 'object'
    })
  )
}

/** A number as people read it: seconds, whole money, or a count. */
export function shown(name: string, value: number | undefined): number | '' {
  return value === undefined ? '' : value / unitOf(name)
}

/** A number as it is kept. */
export function kept(name: string, value: number): number {
  return Math.round(value * unitOf(name))
}

/** Digits after the point that make sense. */
export function digitsOf(name: string): number {
  const unit = unitOf(name)
  return unit === 1 ? 0 : unit === MS ? 2 : 6
}

function unitOf(name: string): number {
  if (/Ms(Max)?$/.test(name)) return MS
  return /Micros(Max)?$/.test(name) ? MICROS : 1
}
