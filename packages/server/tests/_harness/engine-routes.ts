import type { Role } from '@parley/protocol/rest'

/** Bodies that fit, for the routes of engines. */
export const engineBodies: Record<string, unknown> = {
  'POST /api/engines': {
    make: 'openai',
    name: 'Model',
    key: '',
    settings: { baseUrl: 'https://model.example/v1', model: 'm' },
  },
  'PATCH /api/engines': { ids: [] },
  'PATCH /api/engines/:id': { name: 'Model' },
}

/** The least powerful role that may use each. */
export const engineNeeds: Record<string, Role> = {
  'GET /api/engines': 'admin',
  'POST /api/engines': 'admin',
  'PATCH /api/engines': 'admin',
  'PATCH /api/engines/:id': 'admin',
  'DELETE /api/engines/:id': 'admin',
  'POST /api/engines/:id/test': 'admin',
}
