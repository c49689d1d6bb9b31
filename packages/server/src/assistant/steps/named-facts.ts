import { type FactText, factsAbout, type Knowledge, nobody } from '../../knowledge/index.ts'
import { fold } from '../../text/index.ts'
import type { Question } from '../pipeline/index.ts'
import { languageOf } from './language.ts'

/** How far back a thing may have been named that a question is about. */
const EARLIER_MAX = 3

type Named = Pick<Question, 'workspaceId' | 'text' | 'earlier'>

/**
 * What the graph knows of the things that a question names, else of those that were named before it.
 * Only what everybody may know: it is for engines, and what is one person's does not leave.
 */
export function createNamedFacts(graph: Pick<Knowledge['graph'], 'of'>, now: () => number) {
  return async (question: Named): Promise<FactText[]> => {
    const { workspaceId, text, earlier } = question
    const stored = await graph.of(workspaceId)
    const asking = { identities: nobody, now: now() }
    const keysIn = (words: string) => stored.lookup(fold(words), asking).map(({ key }) => key)
    const named = keysIn(text)
    const keys = named.length > 0 ? named : earlier.slice(-EARLIER_MAX).toReversed().flatMap(keysIn)
    return factsAbout(stored, keys, { ...asking, locale: languageOf(text) })
  }
}
