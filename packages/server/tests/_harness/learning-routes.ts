import type { Role } from '@parley/protocol/rest'

const golden = { question: '?', locale: 'en', expected: { kind: 'handed_over' } }

/** Bodies that fit, for the routes of what the assistant learns from. */
export const learningBodies: Record<string, unknown> = {
  'POST /api/assistant/unanswered/dismissed': { question: 'Why?' },
  'POST /api/assistant/faq-drafts': { conversationId: 'none' },
  'POST /api/assistant/golden': golden,
  'PATCH /api/assistant/golden/:id': golden,
  'POST /api/assistant/golden/runs': {},
}

/** The least powerful role that may use each. */
export const learningNeeds: Record<string, Role> = {
  'GET /api/assistant/unanswered': 'agent',
  'POST /api/assistant/unanswered/dismissed': 'supervisor',
  'DELETE /api/assistant/unanswered/dismissed/:id': 'supervisor',
  'POST /api/assistant/faq-drafts': 'supervisor',
  'GET /api/assistant/golden': 'agent',
  'POST /api/assistant/golden': 'supervisor',
  'PATCH /api/assistant/golden/:id': 'supervisor',
  'DELETE /api/assistant/golden/:id': 'supervisor',
  'GET /api/assistant/golden/runs': 'agent',
  'POST /api/assistant/golden/runs': 'supervisor',
  'GET /api/assistant/golden/runs/:id': 'agent',
}
