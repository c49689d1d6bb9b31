import type { Engine, EngineList } from '@parley/protocol/rest/engines'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/queries.ts'

/** How they do changes by itself, so it is asked for again while somebody looks. */
export const enginesQuery = queryOptions({
  queryKey: ['engines'],
  queryFn: () => api<EngineList>('GET', '/api/engines'),
  refetchInterval: 3_000,
})

/** Shows an engine as the server has it now. */
export function tookEngine(engine: Engine): void {
  queryClient.setQueryData(enginesQuery.queryKey, (list) => {
    if (list === undefined) return list
    const isKnown = list.engines.some(({ id }) => id === engine.id)
    const engines = isKnown
      ? list.engines.map((one) => (one.id === engine.id ? engine : one))
      : [...list.engines, engine]
    return { ...list, engines }
  })
}
