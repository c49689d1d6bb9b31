import type { RoutingSettings } from '@parley/protocol/rest/routing'
import type { RoutingBoard, RoutingDecision } from '@parley/protocol/rest/routing-board'
import type {
  RoutingAgent,
  RoutingRule,
  RoutingSkill,
  RoutingTeam,
  RoutingTopic,
} from '@parley/protocol/rest/routing-facts'
import type { RoutingModelState } from '@parley/protocol/rest/routing-model'
import type { RoutingStudyList } from '@parley/protocol/rest/routing-studies'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../app/api.ts'

function query<Answer>(name: string, path = `/api/routing/${name}`) {
  return queryOptions({
    queryKey: ['routing', name],
    queryFn: () => api<Answer>('GET', path),
  })
}

export const settingsQuery = query<RoutingSettings>('settings', '/api/routing')
export const boardQuery = query<RoutingBoard>('board')
export const teamsQuery = query<RoutingTeam[]>('teams')
export const skillsQuery = query<RoutingSkill[]>('skills')
export const topicsQuery = query<RoutingTopic[]>('topics')
export const agentsQuery = query<RoutingAgent[]>('agents')
export const rulesQuery = query<RoutingRule[]>('rules')
export const modelQuery = query<RoutingModelState>('model')
export const studiesQuery = query<RoutingStudyList>('studies')

/** Why agents got this conversation, newest first. */
export const decisionsQuery = (conversationId: string) =>
  queryOptions({
    queryKey: ['routing', 'decisions', conversationId],
    queryFn: () =>
      api<RoutingDecision[]>(
        'GET',
        `/api/routing/decisions?conversation=${encodeURIComponent(conversationId)}`,
      ),
    staleTime: 0,
  })
