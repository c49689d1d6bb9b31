import {
  Dismissal,
  FaqDraft,
  FaqDraftRequest,
  GoldenDraft,
  GoldenQuestion,
  GoldenReport,
  GoldenRequest,
  GoldenRun,
  UnansweredPage,
} from '@parley/protocol/rest/learning'
import { Type } from 'typebox'
import { authorOf } from './knowledge-routes.ts'
import { agentRoute, param, type Route } from './route.ts'

const DAYS_DEFAULT = 30
const DAYS_MAX = 365

/** What the assistant learns from: unanswered questions, drafts, golden questions and their runs. */
export const learningRoutes: readonly Route[] = [
  agentRoute({
    method: 'GET',
    path: '/api/assistant/unanswered',
    summary: 'Questions of the last `days` that nobody could answer, grouped; 30 unless told',
    action: 'assistant.read',
    query: ['days'],
    response: UnansweredPage,
    handle: ({ assistant }, { query }, { workspace }) => {
      const days = Math.min(DAYS_MAX, Number(query.days) || DAYS_DEFAULT)
      return assistant.learning.unanswered.list(workspace.id, days)
    },
  }),
  agentRoute({
    method: 'POST',
    path: '/api/assistant/unanswered/dismissed',
    summary: 'List questions like this one no more',
    action: 'knowledge.change',
    body: Dismissal,
    handle: ({ assistant }, { body }, signedIn) =>
      assistant.learning.unanswered.dismiss(authorOf(signedIn), body.question),
  }),
  agentRoute({
    method: 'DELETE',
    path: '/api/assistant/unanswered/dismissed/:id',
    summary: 'List questions like a dismissed one again',
    action: 'knowledge.change',
    handle: ({ assistant }, request, { workspace }) =>
      assistant.learning.unanswered.restore(workspace.id, param(request, 'id')),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/assistant/faq-drafts',
    summary: 'Draft a frequent question from a resolved conversation, unpublished',
    action: 'knowledge.change',
    body: FaqDraftRequest,
    response: FaqDraft,
    handle: ({ assistant }, { body }, signedIn) =>
      assistant.learning.draftFaq(authorOf(signedIn), body.conversationId),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/assistant/golden',
    summary: 'The golden questions, and what must come of them',
    action: 'assistant.read',
    response: Type.Array(GoldenQuestion),
    handle: ({ assistant }, _request, { workspace }) =>
      assistant.learning.golden.list(workspace.id),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/assistant/golden',
    summary: 'Add a golden question',
    action: 'knowledge.change',
    body: GoldenRequest,
    response: GoldenQuestion,
    handle: ({ assistant }, { body }, { workspace }) =>
      assistant.learning.golden.add(workspace.id, body),
  }),
  agentRoute({
    method: 'PATCH',
    path: '/api/assistant/golden/:id',
    summary: 'Change a golden question',
    action: 'knowledge.change',
    body: GoldenRequest,
    response: GoldenQuestion,
    handle: ({ assistant }, request, { workspace }) =>
      assistant.learning.golden.change(workspace.id, param(request, 'id'), request.body),
  }),
  agentRoute({
    method: 'DELETE',
    path: '/api/assistant/golden/:id',
    summary: 'Remove a golden question',
    action: 'knowledge.change',
    handle: ({ assistant }, request, { workspace }) =>
      assistant.learning.golden.remove(workspace.id, param(request, 'id')),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/assistant/golden/runs',
    summary: 'Runs of the golden questions, newest first',
    action: 'assistant.read',
    response: Type.Array(GoldenRun),
    handle: ({ assistant }, _request, { workspace }) =>
      assistant.learning.golden.runs(workspace.id),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/assistant/golden/runs',
    summary: 'Ask the golden questions, of what is published or of a draft',
    action: 'knowledge.change',
    body: GoldenDraft,
    response: GoldenRun,
    handle: ({ assistant }, { body }, { workspace }) =>
      assistant.learning.golden.begin(workspace.id, body),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/assistant/golden/runs/:id',
    summary: 'What came of each question, and what got better or worse',
    action: 'assistant.read',
    response: GoldenReport,
    handle: ({ assistant }, request, { workspace }) =>
      assistant.learning.golden.report(workspace.id, param(request, 'id')),
  }),
]
