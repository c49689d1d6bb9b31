import {
  Engine,
  EngineChange,
  EngineList,
  EngineOrder,
  EngineTestResult,
  NewEngine,
} from '@parley/protocol/rest/engines'
import { agentRoute, param, type Route } from './route.ts'

/** The AI engines of a workspace, in the order in which they are asked. */
export const engineRoutes: readonly Route[] = [
  agentRoute({
    method: 'GET',
    path: '/api/engines',
    summary: 'The engines in their order with how they do, and the makes that can be added',
    action: 'engines.read',
    response: EngineList,
    handle: async ({ engines }, _request, { workspace }) => engines.list(workspace.id),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/engines',
    summary: 'Add an engine, as the last one to be asked',
    action: 'engines.change',
    body: NewEngine,
    response: Engine,
    handle: ({ engines }, { body }, { workspace }) => engines.add(workspace.id, body),
  }),
  agentRoute({
    method: 'PATCH',
    path: '/api/engines',
    summary: 'Change the order in which engines are asked',
    action: 'engines.change',
    body: EngineOrder,
    response: EngineList,
    handle: ({ engines }, { body }, { workspace }) => engines.order(workspace.id, body.ids),
  }),
  agentRoute({
    method: 'PATCH',
    path: '/api/engines/:id',
    summary: 'Change an engine; its key stays unless a new one is sent',
    action: 'engines.change',
    body: EngineChange,
    response: Engine,
    handle: ({ engines }, request, { workspace }) =>
      engines.change(workspace.id, param(request, 'id'), request.body),
  }),
  agentRoute({
    method: 'DELETE',
    path: '/api/engines/:id',
    summary: 'Remove an engine, with its key and what it spent',
    action: 'engines.change',
    handle: ({ engines }, request, { workspace }) =>
      engines.remove(workspace.id, param(request, 'id')),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/engines/:id/test',
    summary: 'Say hello to an engine now; tells its answer or its own error',
    action: 'engines.change',
    response: EngineTestResult,
    handle: ({ engines }, request, { workspace }) =>
      engines.test(workspace.id, param(request, 'id')),
  }),
]
