import type { AssistantSettings } from '@parley/protocol/rest/assistant'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../app/api.ts'

export const assistantQuery = queryOptions({
  queryKey: ['assistant'],
  queryFn: () => api<AssistantSettings>('GET', '/api/assistant'),
})
