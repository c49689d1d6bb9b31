import { isTold } from '../facts.ts'
import type { Locale, Source } from '../types.ts'
import type { Asking, Graph, StoredEntity, StoredRelation } from './graph.ts'
import { nameOf, wordOf } from './names.ts'

/** Things of which it is told, and ties of each. */
const ENTITIES_MAX = 4
const TIES_MAX = 20

/** What is known of one thing, as a reader that knows no graph understands it. */
export interface FactText {
  title: string
  /** "price: ¥168 / 50 g", "sold at: Hangzhou shop"; a line each. */
  text: string
  sources: Source[]
  /** The moment from which it may not be told any more; null is none. */
  validUntil: number | null
}

/**
 * What may be told of these things, some of the first of them: what they are like, and what they are
 * tied to. Things of which nothing is known but the name are left out.
 */
export function factsAbout(
  graph: Graph,
  keys: readonly string[],
  { locale, ...asking }: Asking & { locale: Locale },
): FactText[] {
  return Array.from(new Set(keys))
    .flatMap((key) => graph.entity(key) ?? [])
    .filter((entity) => isTold(entity, asking))
    .slice(0, ENTITIES_MAX)
    .map((entity) => tell(graph, entity, { locale, ...asking }))
    .filter(({ text }) => text !== '')
}

function tell(
  graph: Graph,
  entity: StoredEntity,
  { locale, ...asking }: Asking & { locale: Locale },
): FactText {
  const ties = tiesOf(graph, entity.key, asking).slice(0, TIES_MAX)
  const facts = [entity, ...ties.flatMap(({ relation, other }) => [relation, other])]
  const ends = facts.flatMap(({ validUntil }) => validUntil ?? [])
  const attributes = Object.keys(entity.attributes ?? {}).flatMap((name) => {
    const word = wordOf(entity, name, locale)
    return word === undefined ? [] : `${plain(name)}: ${word}`
  })
  const lines = ties.map(({ relation, other, isBackwards }) =>
    isBackwards
      ? `${nameOf(other, locale)} – ${plain(relation.type)}`
      : `${plain(relation.type)}: ${nameOf(other, locale)}`,
  )
  return {
    title: nameOf(entity, locale),
    text: [...attributes, ...lines].join('\n'),
    sources: facts.map(({ id, version }) => ({ kind: 'fact', id, version })),
    validUntil: ends.length === 0 ? null : Math.min(...ends),
  }
}

interface Tie {
  relation: StoredRelation
  other: StoredEntity
  isBackwards: boolean
}

function tiesOf(graph: Graph, key: string, asking: Asking): Tie[] {
  const all = [
    ...graph.outgoing(key).map((relation) => ({ relation, end: relation.to, isBackwards: false })),
    ...graph.incoming(key).map((relation) => ({ relation, end: relation.from, isBackwards: true })),
  ]
  return all.flatMap(({ relation, end, isBackwards }) => {
    const other = graph.entity(end)
    const isKnown = other !== undefined && isTold(relation, asking) && isTold(other, asking)
    return isKnown ? { relation, other, isBackwards } : []
  })
}

/** Types and attributes are keys: "stocked_at". */
function plain(key: string): string {
  return key.replaceAll('_', ' ')
}
