import type { Role } from '@parley/protocol/rest'

const article = { kind: 'faq', title: 'Q', body: 'A', locale: 'en' }
const entity = { key: 'a', type: 'thing', name: 'Thing' }

/** Bodies that fit the routes of knowledge. */
export const knowledgeBodies: Record<string, unknown> = {
  'POST /api/knowledge/articles': article,
  'PATCH /api/knowledge/articles/:id': { version: 1, body: 'B' },
  'POST /api/knowledge/articles/:id/publish': { version: 1 },
  'POST /api/knowledge/preview': article,
  'POST /api/knowledge/search': { text: 'q' },
  // Refused before anything is sent.
  'POST /api/knowledge/sites': { sitemapUrl: 'http://a:b@site.example/', locale: 'en' },
  'POST /api/knowledge/graph/entities': entity,
  'POST /api/knowledge/graph/relations': { from: 'a', type: 'like', to: 'a' },
  'POST /api/knowledge/graph/intents': {
    key: 'name_of',
    subject: 'thing',
    answers: [{ path: [], templates: { en: '{0}' } }],
  },
  'POST /api/knowledge/graph/ask': { text: 'thing', intent: 'name_of', locale: 'en' },
  'POST /api/knowledge/live/test': { type: 'order', name: '812' },
  'PATCH /api/knowledge/live': {
    isOn: false,
    url: 'https://orders.example/live',
    secret: 'a secret of some length',
    reach: 'outside',
    types: [],
    timeoutMs: 1_000,
    cacheMs: 0,
  },
}

/** The least powerful role that may use them. */
export const knowledgeNeeds: Record<string, Role> = {
  'GET /api/knowledge/articles': 'agent',
  'POST /api/knowledge/articles': 'supervisor',
  'GET /api/knowledge/articles/:id': 'agent',
  'PATCH /api/knowledge/articles/:id': 'supervisor',
  'DELETE /api/knowledge/articles/:id': 'supervisor',
  'GET /api/knowledge/articles/:id/versions': 'agent',
  'POST /api/knowledge/articles/:id/publish': 'supervisor',
  'POST /api/knowledge/preview': 'agent',
  'POST /api/knowledge/search': 'agent',
  'POST /api/knowledge/documents': 'supervisor',
  'POST /api/knowledge/faq': 'supervisor',
  'POST /api/knowledge/sites': 'admin',
  'GET /api/knowledge/sites/:id': 'admin',
  'GET /api/knowledge/graph': 'agent',
  'POST /api/knowledge/graph/entities': 'supervisor',
  'POST /api/knowledge/graph/relations': 'supervisor',
  'POST /api/knowledge/graph/intents': 'supervisor',
  'DELETE /api/knowledge/graph/facts/:id': 'supervisor',
  'GET /api/knowledge/graph/facts/:id/versions': 'agent',
  'POST /api/knowledge/graph/import': 'supervisor',
  'POST /api/knowledge/graph/ask': 'agent',
  'GET /api/knowledge/live': 'admin',
  'POST /api/knowledge/live/test': 'admin',
  'PATCH /api/knowledge/live': 'admin',
}
