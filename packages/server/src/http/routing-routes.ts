import { RoutingChange, RoutingSettings } from '@parley/protocol/rest/routing'
import {
  BoardAssignment,
  BoardQueueing,
  RoutingBoard,
  RoutingDecision,
} from '@parley/protocol/rest/routing-board'
import { Type } from 'typebox'
import { may, type SignedIn } from '../people/index.ts'
import { agentRoute, param, type Route } from './route.ts'

function authorOf({ agent }: SignedIn) {
  return { kind: 'agent', id: agent.id, name: agent.name } as const
}

/** Routing as it is set up and as it runs. */
export const routingRoutes: readonly Route[] = [
  agentRoute({
    method: 'GET',
    path: '/api/routing',
    summary: 'How routing is set up',
    action: 'routing.read',
    response: RoutingSettings,
    handle: ({ routing }, _request, { workspace, agent }) =>
      routing.readSettings(workspace.id, may(agent.role, 'routing.change')),
  }),
  agentRoute({
    method: 'PATCH',
    path: '/api/routing',
    summary: 'Change how conversations find their agents; holds at once',
    action: 'routing.change',
    body: RoutingChange,
    response: RoutingSettings,
    handle: ({ routing }, { body }, { workspace }) => routing.changeSettings(workspace.id, body),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/routing/board',
    summary: 'Who waits and who has what, right now',
    action: 'routing.direct',
    response: RoutingBoard,
    handle: ({ routing }, _request, { workspace }) => routing.board(workspace.id),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/routing/conversations/:id/assign',
    summary: 'Give a conversation to an agent, whatever the capacity',
    action: 'routing.direct',
    body: BoardAssignment,
    handle: ({ routing }, request, signedIn) =>
      routing.assign(
        signedIn.workspace.id,
        param(request, 'id'),
        request.body.agentId,
        authorOf(signedIn),
      ),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/routing/conversations/:id/queue',
    summary: 'Take a conversation from its agent into the queue, or change its team or priority',
    action: 'routing.direct',
    body: BoardQueueing,
    handle: ({ routing }, request, signedIn) =>
      routing.queue(signedIn.workspace.id, param(request, 'id'), request.body, authorOf(signedIn)),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/routing/decisions',
    summary: 'Why agents got conversations: of one `conversation`, or `before` an id, newest first',
    action: 'routing.read',
    query: ['conversation', 'before'],
    response: Type.Array(RoutingDecision),
    handle: ({ routing }, { query }, { workspace }) =>
      routing.decisions(workspace.id, {
        ...(query.conversation === undefined ? {} : { conversationId: query.conversation }),
        ...(query.before === undefined ? {} : { before: query.before }),
      }),
  }),
]
