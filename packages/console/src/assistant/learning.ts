import type {
  GoldenQuestion,
  GoldenReport,
  GoldenRun,
  UnansweredPage,
} from '@parley/protocol/rest/learning'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../app/api.ts'
import { queryClient } from '../app/queries.ts'

/** A run is looked at again so often while it goes on. */
const RUN_LOOK_MS = 1_000

export const unansweredQuery = (days: number) =>
  queryOptions({
    queryKey: ['unanswered', days],
    queryFn: () => api<UnansweredPage>('GET', `/api/assistant/unanswered?days=${days}`),
    staleTime: 0,
  })

export const goldenQuery = queryOptions({
  queryKey: ['golden'],
  queryFn: () => api<GoldenQuestion[]>('GET', '/api/assistant/golden'),
})

export const goldenRunsQuery = queryOptions({
  queryKey: ['golden-runs'],
  queryFn: () => api<GoldenRun[]>('GET', '/api/assistant/golden/runs'),
  refetchInterval: ({ state }) => (state.data?.[0]?.finishedAt === 0 ? RUN_LOOK_MS : false),
})

export const goldenReportQuery = (id: string, finishedAt: number) =>
  queryOptions({
    queryKey: ['golden-run', id, finishedAt],
    queryFn: () => api<GoldenReport>('GET', `/api/assistant/golden/runs/${id}`),
    enabled: finishedAt > 0,
  })

/** After a change: what shows it asks anew. */
export const learningChanged = (what: 'unanswered' | 'golden' | 'golden-runs') =>
  queryClient.invalidateQueries({ queryKey: [what] })
