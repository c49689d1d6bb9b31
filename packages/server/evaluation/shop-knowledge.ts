import { readFileSync } from 'node:fs'
import type { GraphFile } from '@parley/protocol/rest/graph'
import type { FaqQuestions } from '../src/assistant/matching/index.ts'
import { createUnderstanding, type Finder } from '../src/assistant/understanding/index.ts'
import type { StoredFact } from '../src/knowledge/facts.ts'
import { withBuiltIn } from '../src/knowledge/graph/built-in-intents.ts'
import { createGraph } from '../src/knowledge/graph/graph.ts'
import type { Pair } from './read-pairs.ts'

const folder = new URL('knowledge/', import.meta.url)

interface FaqFile {
  entries: { key: string; question: string; phrasings: string[]; audience?: string }[]
}

/** Everything is known of everybody here: the pairs name orders of several people. */
const everybody = new Set(['email:lin@visitor.example', 'email:emma@visitor.example'])

/** The knowledge of a shop for appliances, as the steps of the assistant get it. */
export function readShopKnowledge() {
  const { entities = [], relations = [], intents = [] } = read<GraphFile>('graph.json')
  const stored = (kind: string, key: string) => ({ id: `${kind} ${key}`, version: 1, changedAt: 0 })
  const facts: StoredFact[] = [
    ...entities.map((body) => ({ kind: 'entity' as const, body, ...stored('entity', body.key) })),
    ...relations.map((body) => {
      const key = [body.from, body.type, body.to].join(' ')
      return { kind: 'relation' as const, body, ...stored('relation', key) }
    }),
    ...intents.map((body) => ({ kind: 'intent' as const, body, ...stored('intent', body.key) })),
  ]
  const graph = createGraph(withBuiltIn(facts))
  const understanding = createUnderstanding({
    graphOf: () => graph,
    thresholdOf: () => 0.72,
    now: Date.now,
  })
  const finder = understanding.finderOf('shop') as Finder
  const asking = { identities: everybody, now: Date.now() }
  const faq = (locale: Pair['locale']): FaqQuestions<string>[] =>
    read<FaqFile>(`faq.${locale}.json`)
      .entries.filter(({ audience }) => audience !== 'agents')
      .map(({ key, question, phrasings }) => ({
        entry: key,
        id: key,
        questions: [question, ...phrasings],
      }))
  return {
    lexicon: understanding.lexiconOf('shop'),
    faq,
    /** What is wanted, and the keys of what is named. */
    find(question: string) {
      const {
        intent,
        missing,
        entities: named,
      } = finder.findWith(question, (text) => graph.lookup(text, asking))
      const keyOf = (id: string) => id.replace('entity ', '')
      return {
        intent: missing.length === 0 ? intent?.key : undefined,
        entities: named.flatMap(({ id }) => (id === undefined ? [] : keyOf(id))),
      }
    },
  }
}

function read<Content>(file: string): Content {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Content
}
