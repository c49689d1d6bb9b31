import type { Entity, Intent, Relation } from '@parley/protocol/rest/graph'
import { isValid } from './types.ts'

/** What the graph holds: things, ties between them, and how questions are answered from both. */
export type Fact =
  | { kind: 'entity'; body: Entity }
  | { kind: 'relation'; body: Relation }
  | { kind: 'intent'; body: Intent }

export type FactKind = Fact['kind']

/** A stored fact's place in its history. */
export interface Stored {
  id: string
  version: number
  changedAt: number
}

export type StoredFact = Fact & Stored

/** What an import or an edit recognises a fact by, within its kind. */
export function keyOf(fact: Fact): string {
  if (fact.kind !== 'relation') return fact.body.key
  const { from, type, to } = fact.body
  return JSON.stringify([from, type, to])
}

/** The body without what says nothing, so that equal facts look equal. */
export function tidy(fact: Fact): Fact {
  const entries = Object.entries(fact.body).filter(
    ([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0),
  )
  return { kind: fact.kind, body: Object.fromEntries(entries.sort(byName)) } as Fact
}

const byName = ([one]: [string, unknown], [other]: [string, unknown]) => (one < other ? -1 : 1)

/**
 * Who asks, as far as it is proved: "contact:<id>" for the conversation's own contact, "email:…"
 * when the page's server has signed it. What a visitor merely types in proves nothing.
 */
export type Identities = ReadonlySet<string>

export const nobody: Identities = new Set()

/** Whether a fact may be told at this moment to who asks. */
export function isTold(
  body: { validFrom?: number | null; validUntil?: number | null; personal?: string },
  { identities, now }: { identities: Identities; now: number },
): boolean {
  return isValid(body, now) && (!body.personal || identities.has(body.personal))
}
