import { LRUCache } from 'lru-cache'
import { type Graph, isBuiltIn, type StoredIntent } from '../../knowledge/index.ts'
import type { Lexicon } from '../matching/index.ts'
import { findEntities, type NameLookup } from './entities.ts'
import { createIntentFinder, type Intent, type IntentFinding } from './intents.ts'

/** Questions whose finding is at hand, for each workspace: the same ones come again and again. */
const FINDINGS_MAX = 2_000

/** An intent of the graph, as it is found. */
export interface KnownIntent extends Intent {
  stored: StoredIntent
}

export type Finding = IntentFinding<KnownIntent>

/** Finds what visitors want, in one state of a workspace's graph and words. */
export interface Finder {
  readonly intents: readonly KnownIntent[]
  /** By what everybody may know. */
  find(question: string): Finding
  /** By the names that one person may know. */
  findWith(question: string, lookup: NameLookup): Finding
}

/**
 * The finder of a graph. A workspace's own intents go before the built-in ones, so that both may
 * know the same words.
 */
export function createFinder(
  graph: Graph,
  lexicon: Lexicon,
  { threshold, now }: { threshold: number; now: () => number },
): Finder {
  const intents = graph.intents.filter(({ isOff }) => !isOff).map(toKnown)
  const finders = [
    intents.filter(({ stored }) => !isBuiltIn(stored)),
    intents.filter(({ stored }) => isBuiltIn(stored)),
  ].map((some) => createIntentFinder(lexicon, some, { threshold }))
  const findings = new LRUCache<string, Finding>({ max: FINDINGS_MAX })

  function findWith(question: string, lookup: NameLookup): Finding {
    const named = findEntities(lookup, question, now())
    let finding: Finding | undefined
    for (const find of finders) {
      if (finding?.intent !== undefined) break
      finding = find(named)
    }
    return finding ?? { intent: undefined, confidence: 0, entities: [], missing: [], by: 'none' }
  }

  return {
    intents,
    findWith,
    find(question) {
      const known = findings.get(question)
      if (known !== undefined) return known
      const asking = { identities: new Set<string>(), now: now() }
      const finding = findWith(question, (text) => graph.lookup(text, asking))
      findings.set(question, finding)
      return finding
    },
  }
}

function toKnown(stored: StoredIntent): KnownIntent {
  const { key, subject, phrasings = {}, patterns, isPeopleOnly } = stored
  return {
    key,
    stored,
    phrasings: Object.values(phrasings).flat(),
    ...(patterns === undefined ? {} : { patterns }),
    requires: subject === undefined ? [] : [subject],
    isPeopleOnly: isPeopleOnly ?? false,
  }
}
