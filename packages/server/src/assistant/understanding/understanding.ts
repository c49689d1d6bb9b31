import { LRUCache } from 'lru-cache'
import type { Graph } from '../../knowledge/index.ts'
import type { Lexicon } from '../matching/index.ts'
import { createFinder, type Finder } from './finder.ts'
import { createWords } from './words.ts'

const WORKSPACES_MAX = 200

export interface UnderstandingPorts {
  graphOf(workspaceId: string): Graph | Promise<Graph>
  /** From which likeness to a phrasing an intent is found. */
  thresholdOf(workspaceId: string): number
  now: () => number
}

/** What the assistant understands in each workspace: its words, and what visitors may want. */
export function createUnderstanding({ graphOf, thresholdOf, now }: UnderstandingPorts) {
  const words = createWords(graphOf)
  const finders = new LRUCache<
    string,
    { graph: Graph; lexicon: Lexicon; threshold: number; finder: Finder }
  >({ max: WORKSPACES_MAX })

  function make(workspaceId: string, graph: Graph, lexicon: Lexicon): Finder {
    const threshold = thresholdOf(workspaceId)
    const known = finders.get(workspaceId)
    const isSame =
      known?.graph === graph && known.lexicon === lexicon && known.threshold === threshold
    if (isSame) return known.finder
    const finder = createFinder(graph, lexicon, { threshold, now })
    finders.set(workspaceId, { graph, lexicon, threshold, finder })
    return finder
  }

  return {
    lexiconOf: words.of,

    /** The finder for the graph as it is now. At once while the graph is in memory. */
    finderOf(workspaceId: string): Finder | Promise<Finder> {
      const graph = graphOf(workspaceId)
      const lexicon = words.read(workspaceId)
      if (!(graph instanceof Promise) && !(lexicon instanceof Promise)) {
        return make(workspaceId, graph, lexicon)
      }
      return Promise.all([graph, lexicon]).then((loaded) => make(workspaceId, ...loaded))
    },
  }
}

export type Understanding = ReturnType<typeof createUnderstanding>
