import type { Agent, Channel, Invite, Me, Workspace } from '@parley/protocol/rest'
import { QueryClient, queryOptions } from '@tanstack/react-query'
import { api } from './api.ts'

export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: false } },
})

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => api<Me>('GET', '/api/me'),
  staleTime: Number.POSITIVE_INFINITY,
})

export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  queryFn: () => api<Agent[]>('GET', '/api/agents'),
})

export const invitesQuery = queryOptions({
  queryKey: ['invites'],
  queryFn: () => api<Invite[]>('GET', '/api/invites'),
})

export const workspaceQuery = queryOptions({
  queryKey: ['workspace'],
  queryFn: () => api<Workspace>('GET', '/api/workspace'),
})

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: () => api<Channel[]>('GET', '/api/channels'),
})
