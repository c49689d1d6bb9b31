import {
  DeparturePage,
  PrivacyChange,
  PrivacySettings,
  RedactionPreview,
  RedactionTrial,
} from '@parley/protocol/rest/privacy'
import { agentRoute, type Route } from './route.ts'

/** What may leave to engines, and what left. */
export const privacyRoutes: readonly Route[] = [
  agentRoute({
    method: 'GET',
    path: '/api/privacy',
    summary: 'What is hidden before a text leaves to an engine',
    action: 'privacy.read',
    response: PrivacySettings,
    handle: ({ privacy }, _request, { workspace }) => privacy.settings(workspace.id),
  }),
  agentRoute({
    method: 'PATCH',
    path: '/api/privacy',
    summary: 'Change what is hidden, and what the log of it keeps',
    action: 'privacy.change',
    body: PrivacyChange,
    response: PrivacySettings,
    handle: ({ privacy }, { body }, { workspace }) => privacy.change(workspace.id, body),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/privacy/preview',
    summary: 'See a text as it would leave; nothing is kept or sent',
    action: 'privacy.read',
    body: RedactionTrial,
    response: RedactionPreview,
    handle: ({ privacy }, { body }, { workspace }) => privacy.preview(workspace.id, body),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/privacy/departures',
    summary: 'What left for other machines, newest first, before the entry `before`',
    action: 'privacy.read',
    query: ['before'],
    response: DeparturePage,
    handle: ({ privacy }, { query }, { workspace }) => privacy.list(workspace.id, query.before),
  }),
]
