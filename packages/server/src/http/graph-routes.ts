import {
  Entity,
  FactVersion,
  GraphImportQuery,
  GraphQuery,
  GraphQuestion,
  GraphReply,
  GraphView,
  Intent,
  LiveSettings,
  LiveTrial,
  LiveTrialResult,
  LiveView,
  Relation,
} from '@parley/protocol/rest/graph'
import { BulkImport } from '@parley/protocol/rest/knowledge'
import { Type } from 'typebox'
import { nobody } from '../knowledge/index.ts'
import { authorOf } from './knowledge-routes.ts'
import { agentRoute, param, queryOf, type Route, uploadRoute } from './route.ts'

const GRAPH_BYTES_MAX = 10_000_000

/** The knowledge graph: facts, their imports and history, and the live endpoint. */
export const graphRoutes: readonly Route[] = [
  agentRoute({
    method: 'GET',
    path: '/api/knowledge/graph',
    summary: 'The graph: all of it, what has a name, or what lies around one entity',
    action: 'knowledge.read',
    query: Object.keys(GraphQuery.properties),
    response: GraphView,
    handle: async ({ knowledge }, request, { workspace }) =>
      knowledge.graph.view(workspace.id, queryOf(GraphQuery, request)),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/knowledge/graph/entities',
    summary: 'Put an entity in, or a new version of the one with its key',
    action: 'knowledge.change',
    body: Entity,
    response: BulkImport,
    handle: ({ knowledge }, { body }, signedIn) =>
      knowledge.graph.putEntity(authorOf(signedIn), body),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/knowledge/graph/relations',
    summary: 'Tie two entities, or change how they are tied',
    action: 'knowledge.change',
    body: Relation,
    response: BulkImport,
    handle: ({ knowledge }, { body }, signedIn) =>
      knowledge.graph.putRelation(authorOf(signedIn), body),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/knowledge/graph/intents',
    summary: 'Say how a kind of question is answered from the graph',
    action: 'knowledge.change',
    body: Intent,
    response: BulkImport,
    handle: ({ knowledge }, { body }, signedIn) =>
      knowledge.graph.putIntent(authorOf(signedIn), body),
  }),
  agentRoute({
    method: 'DELETE',
    path: '/api/knowledge/graph/facts/:id',
    summary: 'Remove an entity with its relations, a relation or an intent',
    action: 'knowledge.change',
    handle: ({ knowledge }, request, signedIn) =>
      knowledge.graph.remove(authorOf(signedIn), param(request, 'id')),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/knowledge/graph/facts/:id/versions',
    summary: 'Every version of a fact, newest first',
    action: 'knowledge.read',
    response: Type.Array(FactVersion),
    handle: ({ knowledge }, request, { workspace }) =>
      knowledge.graph.versions(workspace.id, param(request, 'id')),
  }),
  uploadRoute({
    method: 'POST',
    path: '/api/knowledge/graph/import',
    summary: 'Import facts from JSON or CSV, all or none',
    action: 'knowledge.change',
    query: Object.keys(GraphImportQuery.properties),
    bytesMax: GRAPH_BYTES_MAX,
    response: BulkImport,
    async handle({ knowledge }, request, signedIn) {
      const { format, source = '' } = queryOf(GraphImportQuery, request)
      return knowledge.graph.import(authorOf(signedIn), format, request.body, source)
    },
  }),
  agentRoute({
    method: 'POST',
    path: '/api/knowledge/graph/ask',
    summary: 'Try what the graph answers to somebody who has proved nothing',
    action: 'knowledge.read',
    body: GraphQuestion,
    response: GraphReply,
    async handle({ knowledge }, { body }, { workspace }) {
      const answer = await knowledge.graph.ask(workspace.id, body, nobody)
      if (answer === undefined) return { answer: null }
      const { text, explanation, steps } = answer
      return { answer: { text, explanation, steps } }
    },
  }),
  agentRoute({
    method: 'GET',
    path: '/api/knowledge/live',
    summary: 'Where live entities are read',
    action: 'knowledge.connect',
    response: LiveView,
    handle: ({ knowledge }, _request, { workspace }) => knowledge.live.settings(workspace.id),
  }),
  agentRoute({
    method: 'PATCH',
    path: '/api/knowledge/live',
    summary: 'Set where live entities are read; the secret is never told again',
    action: 'knowledge.connect',
    body: LiveSettings,
    handle: ({ knowledge }, { body }, { workspace }) => knowledge.live.change(workspace.id, body),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/knowledge/live/test',
    summary: 'Ask the live endpoint for a name, and see what it tells or how it fails',
    action: 'knowledge.connect',
    body: LiveTrial,
    response: LiveTrialResult,
    handle: ({ knowledge }, { body }, { workspace }) => knowledge.live.test(workspace.id, body),
  }),
]
