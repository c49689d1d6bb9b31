import type { FactVersion, GraphView, LiveView } from '@parley/protocol/rest/graph'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/queries.ts'
import { withQuery } from '../articles/queries.ts'

export type StoredEntity = GraphView['entities'][number]
export type StoredRelation = GraphView['relations'][number]

/** What the graph is narrowed down to. */
export interface GraphFilter {
  text?: string
  type?: string
  /** An entity's key: it and its neighbours. */
  around?: string
}

export const graphQuery = (filter: GraphFilter) =>
  queryOptions({
    queryKey: ['graph', filter],
    queryFn: () => api<GraphView>('GET', withQuery('/api/knowledge/graph', filter)),
    placeholderData: keepPreviousData,
  })

export const factVersionsQuery = (factId: string) =>
  queryOptions({
    queryKey: ['graph', 'versions', factId],
    queryFn: () => api<FactVersion[]>('GET', `/api/knowledge/graph/facts/${factId}/versions`),
    staleTime: 0,
  })

export const liveQuery = queryOptions({
  queryKey: ['graph-live'],
  queryFn: () => api<LiveView>('GET', '/api/knowledge/live'),
})

/** After a change of the graph: everything that shows it asks anew. */
export const graphChanged = () => queryClient.invalidateQueries({ queryKey: ['graph'] })

/** The part of the address that names an entity; any key may be one. */
export const entityItem = (key: string) => `entity:${key}`

/** The key that a part of the address names; undefined when it names no entity. */
export const entityKeyOf = (item: string) =>
  item.startsWith('entity:') ? item.slice('entity:'.length) : undefined
