import { Entity, type GraphFile, Intent, Relation } from '@parley/protocol/rest/graph'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Fact, FactKind } from '../facts.ts'
import { keyOf } from '../facts.ts'
import { type CsvRow, readCsv } from './csv.ts'
import { createProblems, type Problems, parseMoment } from './problems.ts'
import { unreadable } from './unreadable.ts'

/** Facts of one file. */
const FACTS_MAX = 20_000

const schemas: Record<FactKind, TSchema> = { entity: Entity, relation: Relation, intent: Intent }

/** A fact of a file, and where in it. */
export interface PlacedFact {
  fact: Fact
  place: string
}

interface Written {
  kind: FactKind
  place: string
  body: Record<string, unknown>
}

/**
 * The facts of a file: JSON with `entities`, `relations` and `intents`, or CSV with one row a fact;
 * with the columns `from` and `to` the rows are relations, else entities. `source` is where facts
 * come from that name nothing themselves.
 *
 * @throws {Unreadable} with every problem and its line or entry.
 */
export function readGraphFile(format: 'csv' | 'json', text: string, source: string): PlacedFact[] {
  const written = format === 'csv' ? fromCsv(text) : fromJson(text)
  if (written.length === 0) throw unreadable('The file has no entities and no relations.')
  if (written.length > FACTS_MAX) {
    throw unreadable(`The file has ${written.length} facts; at most ${FACTS_MAX} are allowed.`)
  }
  const problems = createProblems()
  const places = new Map<string, string>()
  const facts = written.flatMap((one): PlacedFact[] => {
    const fact = toFact(one, source, problems)
    if (fact === undefined) return []
    const name = `${fact.kind} ${keyOf(fact)}`
    const other = places.get(name)
    if (other !== undefined)
      problems.add(one.place, `says the same as ${other}. Leave one of them out.`)
    places.set(name, one.place)
    return [{ fact, place: one.place }]
  })
  problems.end()
  return facts
}

function toFact(
  { kind, place, body }: Written,
  source: string,
  problems: Problems,
): Fact | undefined {
  const filled: Record<string, unknown> = { ...body }
  if (kind !== 'intent') {
    filled.source ??= source
    for (const name of ['validFrom', 'validUntil']) {
      const moment = parseMoment(body[name])
      if (moment === undefined) {
        problems.add(place, `"${name}" must be a day such as 2026-11-11, or a time with its zone.`)
        return undefined
      }
      filled[name] = moment
    }
    const { validFrom, validUntil } = filled as {
      validFrom: number | null
      validUntil: number | null
    }
    if (validFrom !== null && validUntil !== null && validFrom >= validUntil) {
      problems.add(place, 'is valid until before it is valid from.')
      return undefined
    }
  }
  const schema = schemas[kind]
  if (Value.Check(schema, filled)) return { kind, body: filled } as unknown as Fact
  const [first] = Value.Errors(schema, filled)
  const where = first?.instancePath.slice(1).replaceAll('/', '.')
  problems.add(place, `${where ? `"${where}" ` : ''}${first?.message ?? 'does not fit'}.`)
  return undefined
}

function fromJson(text: string): Written[] {
  let file: GraphFile
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw unreadable(`The file is no JSON: ${(error as Error).message}.`)
  }
  if (typeof file !== 'object' || file === null) throw unreadable('The file must hold an object.')
  const lists: [FactKind, string, unknown][] = [
    ['entity', 'entities', file.entities],
    ['relation', 'relations', file.relations],
    ['intent', 'intents', file.intents],
  ]
  return lists.flatMap(([kind, name, list]) => {
    if (list === undefined) return []
    if (!Array.isArray(list)) throw unreadable(`"${name}" must be a list.`)
    return list.map((body, index) => ({ kind, place: `${name}[${index}]`, body: body ?? {} }))
  })
}

/** As JSON names them, too: taken for attributes, facts would be told for ever. */
const common = {
  valid_from: 'validFrom',
  valid_until: 'validUntil',
  validfrom: 'validFrom',
  validuntil: 'validUntil',
  source: 'source',
  personal: 'personal',
}

function fromCsv(text: string): Written[] {
  const rows = readCsv(text, FACTS_MAX)
  const columns = Object.keys(rows[0]?.values ?? {})
  const isRelations = columns.includes('from') && columns.includes('to')
  for (const column of isRelations ? ['type'] : ['key', 'type', 'name']) {
    if (!columns.includes(column)) throw unreadable(`The first line has no column "${column}".`)
  }
  return rows.map((row) => (isRelations ? toRelation(row) : toEntity(row)))
}

function toRelation({ line, values }: CsvRow): Written {
  const { from, type, to } = values
  return {
    kind: 'relation',
    place: `Line ${line}`,
    body: { from, type, to, ...pick(values) },
  }
}

/** Columns that are not known by name are attributes: `price`, or `price@zh-CN` in one language. */
function toEntity({ line, values }: CsvRow): Written {
  const { key, type, name, aliases = '', ...others } = values
  const names: Record<string, string> = {}
  const attributes: Record<string, string | Record<string, string>> = {}
  for (const [column, value] of Object.entries(others)) {
    if (value === '' || column in common) continue
    const [attribute = '', locale] = column.split('@', 2)
    // Names of columns are compared in lower case.
    const language = locale === 'zh-cn' ? 'zh-CN' : locale
    if (attribute === 'name' && language !== undefined) names[language] = value
    else if (language === undefined) attributes[attribute] = value
    else {
      const known = attributes[attribute]
      attributes[attribute] = { ...(typeof known === 'object' ? known : {}), [language]: value }
    }
  }
  return {
    kind: 'entity',
    place: `Line ${line}`,
    body: {
      key,
      type,
      name,
      aliases: aliases
        .split('|')
        .map((alias) => alias.trim())
        .filter(Boolean),
      ...(Object.keys(names).length > 0 ? { names } : {}),
      ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
      ...pick(values),
    },
  }
}

function pick(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(common).flatMap(([column, name]) => {
      const value = values[column]
      return value ? [[name, value]] : []
    }),
  )
}
