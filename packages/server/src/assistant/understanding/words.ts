import { LRUCache } from 'lru-cache'
import { type Graph, namesOf } from '../../knowledge/index.ts'
import { createLexicon, type Lexicon } from '../matching/index.ts'

/** Names that a lexicon takes in; with more, those of the first entities. */
const NAMES_MAX = 20_000
const WORKSPACES_MAX = 1_000

/** The words of the language itself, for workspaces that have added none. */
const plainLexicon: Lexicon = createLexicon()

interface Held {
  graph: Graph
  /** Tells whether the words are still the same. */
  print: string
  lexicon: Lexicon
}

/**
 * The words of each workspace: the language's own, and the names in its graph of what visitors ask
 * about. A lexicon is the same object until a name changes, so what was made with it stands.
 */
export function createWords(graphOf: (workspaceId: string) => Graph | Promise<Graph>) {
  const held = new LRUCache<string, Held>({ max: WORKSPACES_MAX })

  function take(workspaceId: string, graph: Graph): Lexicon {
    const known = held.get(workspaceId)
    if (known?.graph === graph) return known.lexicon
    const names = wordsOf(graph)
    const print = JSON.stringify(names)
    const isSame = print === (known?.print ?? '[]')
    const same = known?.lexicon ?? plainLexicon
    const lexicon = isSame ? same : createLexicon({ names })
    held.set(workspaceId, { graph, print, lexicon })
    return lexicon
  }

  return {
    /** As they are now. At once while the graph is in memory. */
    read(workspaceId: string): Lexicon | Promise<Lexicon> {
      const graph = graphOf(workspaceId)
      if (graph instanceof Promise) return graph.then((loaded) => take(workspaceId, loaded))
      return take(workspaceId, graph)
    },

    /** As they were last read. */
    of: (workspaceId: string): Lexicon => held.get(workspaceId)?.lexicon ?? plainLexicon,
  }
}

export type Words = ReturnType<typeof createWords>

/**
 * The names by which questions differ: of things that an intent is about. One person's things are
 * left out: they are told apart by their numbers, and their names are nobody else's business.
 */
function wordsOf({ entities, intents }: Graph): { id: string; names: string[] }[] {
  const subjects = new Set(intents.flatMap(({ subject, isOff }) => (isOff ? [] : (subject ?? []))))
  return entities
    .filter(({ type, personal }) => subjects.has(type) && !personal)
    .slice(0, NAMES_MAX)
    .map((entity) => ({ id: entity.key, names: namesOf(entity) }))
}
