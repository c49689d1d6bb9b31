import type { PrivacySettings } from '@parley/protocol/rest/privacy'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../app/api.ts'

export const privacyQuery = queryOptions({
  queryKey: ['privacy'],
  queryFn: () => api<PrivacySettings>('GET', '/api/privacy'),
})
