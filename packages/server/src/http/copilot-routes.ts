import { CopilotHelp, CopilotRequest, CopilotState } from '@parley/protocol/rest/copilot'
import { agentRoute, type Route } from './route.ts'

/** Help for agents who write. */
export const copilotRoutes: readonly Route[] = [
  agentRoute({
    method: 'GET',
    path: '/api/copilot',
    summary: 'What the copilot can do in this workspace',
    action: 'conversations.answer',
    response: CopilotState,
    handle: async ({ assistant }, _request, { workspace }) => ({
      hasEngine: assistant.copilot.hasEngine(workspace.id),
    }),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/copilot',
    summary: 'Suggest a reply, sum up, rewrite or translate; nothing is sent to the contact',
    action: 'conversations.answer',
    body: CopilotRequest,
    response: CopilotHelp,
    handle: ({ assistant }, { body }, { workspace, agent, locale }) =>
      assistant.copilot.help({ workspaceId: workspace.id, agentId: agent.id, locale }, body),
  }),
]
