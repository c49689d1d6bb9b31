import {
  AnswerPage,
  AssistantChange,
  AssistantFigures,
  AssistantSettings,
  Trial,
  TrialQuestion,
} from '@parley/protocol/rest/assistant'
import { agentRoute, type Route } from './route.ts'

const DAYS_DEFAULT = 7
const DAYS_MAX = 365

/** The assistant: how it is set up, what it answered, and how it would answer. */
export const assistantRoutes: readonly Route[] = [
  agentRoute({
    method: 'GET',
    path: '/api/assistant',
    summary: 'How the assistant is set up',
    action: 'assistant.read',
    response: AssistantSettings,
    handle: async ({ assistant }, _request, { workspace }) => assistant.readSettings(workspace.id),
  }),
  agentRoute({
    method: 'PATCH',
    path: '/api/assistant',
    summary: 'Change the assistant, or switch it on and off',
    action: 'assistant.change',
    body: AssistantChange,
    response: AssistantSettings,
    handle: ({ assistant }, { body }, { workspace }) =>
      assistant.changeSettings(workspace.id, body),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/assistant/try',
    summary: 'Ask as a visitor would, and see how the answer came about; nothing is kept',
    action: 'assistant.change',
    body: TrialQuestion,
    response: Trial,
    handle: ({ assistant }, { body }, { workspace }) => assistant.tryOut(workspace.id, body),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/assistant/answers',
    summary: 'Questions and what became of them, newest first, before the one called `before`',
    action: 'assistant.read',
    query: ['before', 'conversation'],
    response: AnswerPage,
    handle: ({ assistant }, { query }, { workspace }) =>
      assistant.answers.list(workspace.id, {
        ...(query.before === undefined ? {} : { before: query.before }),
        ...(query.conversation === undefined ? {} : { conversationId: query.conversation }),
      }),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/assistant/figures',
    summary: 'Figures of the last `days`, 7 unless told',
    action: 'assistant.read',
    query: ['days'],
    response: AssistantFigures,
    handle: ({ assistant }, { query }, { workspace }) => {
      const asked = Math.trunc(Number(query.days)) || DAYS_DEFAULT
      const days = Math.min(DAYS_MAX, Math.max(1, asked))
      return assistant.answers.figures(workspace.id, days)
    },
  }),
]
