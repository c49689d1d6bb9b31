import { fold } from '../../text/index.ts'
import { findDays } from './dates.ts'

/** Something that a question names. */
export interface Entity {
  /** The graph's type (`product`, `order`…), or `order_number`, `date`, `number`. */
  type: string
  /** The graph's id, if it is known there or may be known live. */
  id?: string
  /** Its name in the graph, the order number, the day as `2026-05-03`, or the number. */
  value: string
  /** Where it stands in the folded question. */
  from: number
  to: number
}

/**
 * Finds the names and aliases of the graph and of what is read live in a folded text, the longest where several begin and never two
 * over one another. Bound to the workspace and to who asks: it finds nothing that they may not know.
 */
export type NameLookup = (
  text: string,
) => readonly { id: string; type: string; name: string; from: number; to: number }[]

const orderNumber =
  /(?:订单号?|单号|编号|\border(?: (?:number|no\.?|id))?|#)[ :：#]*(?:是|为|is )?[ ]*([a-z]{0,4}-?\d{3,}[\d-]*)|(?<![\d.])([a-z]{0,4}\d{3,}) ?(?:号?订单|号单)/g
const number = /(?<![\p{L}\p{N}.])\d+(?:\.\d+)?(?![\p{N}.]|[a-z])/gu

/** A question, folded, with what it names in the order of its text. */
export interface NamedQuestion {
  text: string
  entities: Entity[]
}

/**
 * What a question names: first the graph's names, then order numbers, days and numbers, none inside
 * another. `now` (epoch ms) gives days without a year theirs.
 */
export function findEntities(lookup: NameLookup, question: string, now: number): NamedQuestion {
  const text = fold(question)
  const entities: Entity[] = []
  const add = (entity: Entity) => {
    if (!entities.some(({ from, to }) => entity.from < to && from < entity.to))
      entities.push(entity)
  }
  for (const { id, type, name, from, to } of lookup(text)) add({ type, id, value: name, from, to })
  for (const match of text.matchAll(orderNumber)) {
    const value = match[1] ?? match[2] ?? ''
    const from = match.index + match[0].indexOf(value)
    add({ type: 'order_number', value, from, to: from + value.length })
  }
  for (const { value, text: words, from } of findDays(text, now))
    add({ type: 'date', value, from, to: from + words.length })
  for (const match of text.matchAll(number))
    add({ type: 'number', value: match[0], from: match.index, to: match.index + match[0].length })
  return { text, entities: entities.sort((one, other) => one.from - other.from) }
}
