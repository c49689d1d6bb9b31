import type { GraphAnswer, Intent } from '@parley/protocol/rest/graph'
import { isTold } from '../facts.ts'
import type { Locale, Source } from '../types.ts'
import type { Asking, Facts, StoredEntity, StoredRelation } from './graph.ts'
import { nameOf, wordOf } from './names.ts'

/** Entities that one step of a path may lead to. */
const BREADTH_MAX = 20

/** An answer from the graph, with all that it rests on. */
export interface PathAnswer extends GraphAnswer {
  sources: Source[]
  /** It tells of one person and is nobody else's. */
  isPersonal: boolean
  /** The moment from which it may not be told any more; null is none. */
  validUntil: number | null
}

/** One step of a path: where it came to, and by which relations. */
interface Level {
  entities: StoredEntity[]
  relations: StoredRelation[]
}

/**
 * Answers a question of this intent about an entity: follows the paths of the intent and words the
 * first of which everything is known and may be told to who asks. Undefined when none is.
 */
export function answerFrom(
  facts: Facts,
  intent: Intent & { id?: string; version?: number },
  subjectKey: string,
  { locale, ...asking }: Asking & { locale: Locale },
): PathAnswer | undefined {
  const subject = facts.entity(subjectKey)
  if (subject === undefined || subject.type !== intent.subject || !isTold(subject, asking))
    return undefined
  for (const { path, templates } of intent.answers ?? []) {
    const template = templates[locale] ?? templates.en ?? templates['zh-CN']
    const levels = follow(facts, subject, path, asking)
    const text = levels && template && word(template, levels, locale)
    if (!text) continue
    return toAnswer(text, levels, intent, locale)
  }
  return undefined
}

function follow(
  facts: Facts,
  subject: StoredEntity,
  path: readonly string[],
  asking: Asking,
): Level[] | undefined {
  const levels: Level[] = [{ entities: [subject], relations: [] }]
  for (const step of path) {
    const next: Level = { entities: [], relations: [] }
    for (const { key } of levels.at(-1)?.entities ?? []) {
      for (const { relation, end } of ties(facts, key, step)) {
        const entity = facts.entity(end)
        if (entity === undefined || next.entities.length >= BREADTH_MAX) continue
        if (!isTold(relation, asking) || !isTold(entity, asking)) continue
        next.relations.push(relation)
        if (!next.entities.includes(entity)) next.entities.push(entity)
      }
    }
    if (next.entities.length === 0) return undefined
    levels.push(next)
  }
  return levels
}

function ties(facts: Facts, key: string, step: string) {
  const isBackwards = step.startsWith('^')
  const type = isBackwards ? step.slice(1) : step
  const all = isBackwards ? facts.incoming(key) : facts.outgoing(key)
  return all
    .filter((relation) => relation.type === type)
    .map((relation) => ({ relation, end: isBackwards ? relation.from : relation.to }))
}

/** Undefined when something is missing: half an answer would be a wrong one. */
function word(template: string, levels: readonly Level[], locale: Locale): string | undefined {
  let isWhole = true
  const text = template.replaceAll(
    /\{(\d)(?:\.([a-z][a-z0-9_]*))?\}/g,
    (_, level: string, attribute: string | undefined) => {
      const entities = levels[Number(level)]?.entities ?? []
      const words = entities.flatMap((entity) =>
        attribute === undefined
          ? nameOf(entity, locale)
          : (wordOf(entity, attribute, locale) ?? []),
      )
      isWhole &&= words.length > 0 && words.length === entities.length
      return Array.from(new Set(words)).join(locale === 'en' ? ', ' : '、')
    },
  )
  return isWhole ? text : undefined
}

function toAnswer(
  text: string,
  levels: readonly Level[],
  intent: { id?: string; version?: number },
  locale: Locale,
): PathAnswer {
  const facts = levels.flatMap(({ relations, entities }) => [...relations, ...entities])
  const steps = levels.map(({ entities, relations: [relation] }) => ({
    fact: relation ?? (entities[0] as StoredEntity),
    label: labelOf(entities, relation, locale),
  }))
  const ends = facts.flatMap(({ validUntil }) => validUntil ?? [])
  const rested =
    intent.id === undefined ? facts : [intent as { id: string; version: number }, ...facts]
  return {
    text,
    explanation: steps.map(({ label }) => label).join(' → '),
    steps: steps.map(({ fact: { id, version }, label }) => ({ factId: id, version, label })),
    sources: Array.from(
      new Map(
        rested.map(({ id, version }) => [id, { kind: 'fact' as const, id, version }]),
      ).values(),
    ),
    isPersonal: facts.some(({ personal }) => Boolean(personal)),
    validUntil: ends.length === 0 ? null : Math.min(...ends),
  }
}

/** "order 812", "shipped 3 May"; in Chinese the name alone, for the types are English words. */
function labelOf(
  entities: readonly StoredEntity[],
  relation: StoredRelation | undefined,
  locale: Locale,
): string {
  const names = entities.map((entity) => nameOf(entity, locale))
  if (locale !== 'en') return names.join('、')
  return `${(relation ?? entities[0])?.type.replaceAll('_', ' ')} ${names.join(', ')}`
}
