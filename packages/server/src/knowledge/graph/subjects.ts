import { isTold } from '../facts.ts'
import type { Asking, Graph } from './graph.ts'
import type { LiveMention } from './live.ts'

/** What a question is about: something of the graph, or a name that the live endpoint may know. */
export type Subject = { kind: 'stored'; key: string } | { kind: 'live'; mention: LiveMention }

/** What a folded text names of this type; the graph's own first. */
export function findSubjects(
  graph: Graph,
  type: string,
  text: string,
  mentions: readonly LiveMention[],
  asking: Asking,
): Subject[] {
  return [
    ...graph
      .lookup(text, asking)
      .filter((named) => named.type === type)
      .map(({ key }) => ({ kind: 'stored' as const, key })),
    ...mentions
      .filter((mention) => mention.type === type)
      .map(({ name }) => ({ kind: 'live' as const, mention: { type, name } })),
  ]
}

/** The asker's own thing of this type; none when there are several, for it may be any of them. */
export function ownSubjects(graph: Graph, type: string, asking: Asking): Subject[] {
  const own = graph.entities.filter(
    (entity) => entity.type === type && entity.personal && isTold(entity, asking),
  )
  const [only] = own
  return own.length === 1 && only ? [{ kind: 'stored', key: only.key }] : []
}
