import { RoutingStudy, RoutingStudyList, StudyRequest } from '@parley/protocol/rest/routing-studies'
import { agentRoute, param, type Route } from './route.ts'

/** What a change of policy or staffing would do, simulated before it is made. */
export const routingStudyRoutes: readonly Route[] = [
  agentRoute({
    method: 'GET',
    path: '/api/routing/studies',
    summary: 'The last studies, newest first',
    action: 'routing.direct',
    response: RoutingStudyList,
    handle: async ({ studies }, _request, { workspace }) => ({
      studies: await studies.list(workspace.id),
    }),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/routing/studies',
    summary: 'Simulate the last days, or an example, with changes; refused while three run',
    action: 'routing.direct',
    body: StudyRequest,
    response: RoutingStudy,
    handle: async ({ studies }, { body }, { workspace }) => studies.start(workspace.id, body),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/routing/studies/:id',
    summary: 'One study: how far it is, or what it found',
    action: 'routing.direct',
    response: RoutingStudy,
    handle: ({ studies }, request, { workspace }) =>
      studies.find(workspace.id, param(request, 'id')),
  }),
  agentRoute({
    method: 'DELETE',
    path: '/api/routing/studies/:id',
    summary: 'End and forget a study',
    action: 'routing.direct',
    handle: ({ studies }, request, { workspace }) =>
      studies.remove(workspace.id, param(request, 'id')),
  }),
]
