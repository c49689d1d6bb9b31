import { readFileSync } from 'node:fs'
import type { NameLookup } from '../src/assistant/entities.ts'
import type { FaqQuestions } from '../src/assistant/faq-match.ts'
import type { Intent } from '../src/assistant/intents.ts'
import { createLexicon } from '../src/assistant/matching/index.ts'
import { createDictionary } from '../src/knowledge/graph/dictionary.ts'
import type { Pair } from './read-pairs.ts'

const folder = new URL('../src/demo/knowledge/', import.meta.url)

interface FaqFile {
  entries: { key: string; question: string; phrasings: string[]; audience?: string }[]
}
interface Named {
  key: string
  type: string
  name: string
  names?: Record<string, string>
  aliases?: string[]
}
interface GraphFile {
  entities: Named[]
  intents: { key: string; subject: string; phrasings: Record<string, string[]> }[]
}

/** Types of things that visitors name. */
const asked = ['product', 'shop', 'order', 'carrier']

/** The demo shop's knowledge, as the steps of the assistant get it. */
export function readDemoKnowledge() {
  const graph = read<GraphFile>('graph.json')
  const entities = graph.entities.filter(({ type }) => asked.includes(type))
  const faq = (locale: Pair['locale']): FaqQuestions<string>[] =>
    read<FaqFile>(`faq.${locale}.json`)
      .entries.filter(({ audience }) => audience !== 'agents')
      .map(({ key, question, phrasings }) => ({
        entry: key,
        id: key,
        questions: [question, ...phrasings],
      }))
  const intents: Intent[] = graph.intents.map(({ key, subject, phrasings }) => ({
    key,
    phrasings: Object.values(phrasings).flat(),
    requires: [subject],
  }))
  const names = entities.map((entity) => ({ id: entity.key, names: namesOf(entity) }))
  return { lexicon: createLexicon({ names }), faq, intents, lookup: lookupOf(entities) }
}

function lookupOf(entities: readonly Named[]): NameLookup {
  const dictionary = createDictionary<Named>()
  for (const entity of entities) for (const name of namesOf(entity)) dictionary.add(name, entity)
  return (text) =>
    dictionary
      .find(text, () => true)
      .map(({ value: { key, type, name }, from, to }) => ({ id: key, type, name, from, to }))
}

function namesOf({ name, names = {}, aliases = [] }: Named): string[] {
  return [name, ...Object.values(names), ...aliases]
}

function read<Content>(file: string): Content {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Content
}
