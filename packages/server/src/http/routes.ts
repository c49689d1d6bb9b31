import { Refusal } from '@parley/protocol'
import {
  Agent,
  AgentChange,
  Channel,
  ChannelChange,
  ChannelRequest,
  ChannelSecret,
  Invite,
  InviteAcceptance,
  InviteOffer,
  InviteRequest,
  Me,
  MeChange,
  NewChannelSecret,
  NewInvite,
  SignIn,
  WidgetSettings,
  Workspace,
  WorkspaceChange,
} from '@parley/protocol/rest'
import { Type } from 'typebox'
import { toWidgetSettings } from '../channels/index.ts'
import {
  acceptInvite,
  changeAgent,
  changeMe,
  changeWorkspace,
  endSessions,
  invite,
  listAgents,
  listInvites,
  readOffer,
  revokeInvite,
  signIn,
  signOut,
  toMe,
} from '../people/index.ts'
import { assistantRoutes } from './assistant-routes.ts'
import { copilotRoutes } from './copilot-routes.ts'
import { engineRoutes } from './engine-routes.ts'
import { graphRoutes } from './graph-routes.ts'
import { knowledgeRoutes } from './knowledge-routes.ts'
import { learningRoutes } from './learning-routes.ts'
import { privacyRoutes } from './privacy-routes.ts'
import {
  type ApiPorts,
  type ApiRequest,
  agentRoute,
  param,
  publicRoute,
  type Route,
} from './route.ts'
import { routingFactsRoutes } from './routing-facts-routes.ts'
import { routingModelRoutes } from './routing-model-routes.ts'
import { routingRoutes } from './routing-routes.ts'
import { routingStudyRoutes } from './routing-study-routes.ts'

/** The REST API, whole. */
export const routes: readonly Route[] = [
  publicRoute({
    method: 'POST',
    path: '/api/sign-in',
    summary: 'Sign in and get the session cookie',
    body: SignIn,
    response: Me,
    async handle({ people }, { body, address, cookies }) {
      const { token, me } = await signIn(people, body, address)
      cookies.set(token)
      return me
    },
  }),
  agentRoute({
    method: 'POST',
    path: '/api/sign-out',
    summary: 'End this session',
    action: 'me.change',
    async handle({ people }, { cookies }, signedIn) {
      await signOut(people, signedIn)
      cookies.clear()
    },
  }),
  agentRoute({
    method: 'POST',
    path: '/api/sign-out-everywhere',
    summary: 'End all sessions of yours',
    action: 'me.change',
    async handle({ people }, { cookies }, { agent }) {
      await endSessions(people, agent.id)
      cookies.clear()
    },
  }),
  agentRoute({
    method: 'GET',
    path: '/api/me',
    summary: 'Who you are',
    action: 'me.change',
    response: Me,
    handle: async (_ports, _request, signedIn) => toMe(signedIn),
  }),
  agentRoute({
    method: 'PATCH',
    path: '/api/me',
    summary: 'Change your name, language or password',
    action: 'me.change',
    body: MeChange,
    response: Me,
    handle: ({ people }, { body }, signedIn) => changeMe(people, signedIn, body),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/agents',
    summary: 'All agents of the workspace',
    action: 'agents.read',
    response: Type.Array(Agent),
    handle: ({ people }, _request, { workspace }) => listAgents(people, workspace.id),
  }),
  agentRoute({
    method: 'PATCH',
    path: '/api/agents/:id',
    summary: 'Change an agent’s role, or activate and deactivate it',
    action: 'agents.change',
    body: AgentChange,
    response: Agent,
    handle: ({ people }, request, signedIn) =>
      changeAgent(people, signedIn, param(request, 'id'), request.body),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/invites',
    summary: 'Invites that are open',
    action: 'invites.manage',
    response: Type.Array(Invite),
    handle: ({ people }, _request, { workspace }) => listInvites(people, workspace.id),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/invites',
    summary: 'Make a one-time link for a new agent; it is told once',
    action: 'invites.manage',
    body: InviteRequest,
    response: NewInvite,
    handle: ({ people, publicUrl }, { body: { role, email = '' } }, signedIn) =>
      invite(people, signedIn, { role, email }, publicUrl()),
  }),
  agentRoute({
    method: 'DELETE',
    path: '/api/invites/:id',
    summary: 'Revoke an open invite',
    action: 'invites.manage',
    handle: ({ people }, request, { workspace }) =>
      revokeInvite(people, workspace.id, param(request, 'id')),
  }),
  publicRoute({
    method: 'GET',
    path: '/api/invite-offers/:token',
    summary: 'Whom an invite link invites',
    response: InviteOffer,
    handle: ({ people }, request) => readOffer(people, param(request, 'token')),
  }),
  publicRoute({
    method: 'POST',
    path: '/api/invite-offers/:token/accept',
    summary: 'Join by an invite link and get the session cookie',
    body: InviteAcceptance,
    response: Me,
    async handle({ people }, request) {
      const { token, me } = await acceptInvite(people, param(request, 'token'), request.body)
      request.cookies.set(token)
      return me
    },
  }),
  agentRoute({
    method: 'GET',
    path: '/api/workspace',
    summary: 'The workspace',
    action: 'workspace.read',
    response: Workspace,
    handle: async (_ports, _request, { workspace }) => workspace,
  }),
  agentRoute({
    method: 'PATCH',
    path: '/api/workspace',
    summary: 'Change the workspace',
    action: 'workspace.change',
    body: WorkspaceChange,
    response: Workspace,
    handle: ({ people }, { body }, { workspace }) => changeWorkspace(people, workspace, body),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/channels',
    summary: 'All channels of the workspace',
    action: 'channels.read',
    response: Type.Array(Channel),
    handle: ({ channels }, _request, { workspace }) => channels.list(workspace.id),
  }),
  agentRoute({
    method: 'POST',
    path: '/api/channels',
    summary: 'Open a channel',
    action: 'channels.change',
    body: ChannelRequest,
    response: Channel,
    handle: ({ channels }, { body }, { workspace }) => channels.create(workspace.id, body.name),
  }),
  agentRoute({
    method: 'PATCH',
    path: '/api/channels/:id',
    summary: 'Change a channel',
    action: 'channels.change',
    body: ChannelChange,
    response: Channel,
    handle: ({ channels }, request, { workspace }) =>
      channels.change(workspace.id, param(request, 'id'), request.body),
  }),
  agentRoute({
    method: 'GET',
    path: '/api/channels/:id/secrets',
    summary: 'The secrets by which pages sign who their visitors are, without what is secret',
    action: 'channels.change',
    response: Type.Array(ChannelSecret),
    async handle(ports, request, { workspace }) {
      const { id } = await ownChannel(ports, request, workspace.id)
      return ports.signatures.list(workspace.id, id)
    },
  }),
  agentRoute({
    method: 'POST',
    path: '/api/channels/:id/secrets',
    summary: 'Make a secret for signing who visitors are; it is told this once',
    action: 'channels.change',
    response: NewChannelSecret,
    async handle(ports, request, { workspace }) {
      const { id } = await ownChannel(ports, request, workspace.id)
      return ports.signatures.create(workspace.id, id)
    },
  }),
  agentRoute({
    method: 'DELETE',
    path: '/api/channels/:id/secrets/:secretId',
    summary: 'Delete a secret: what it has signed proves nothing any more',
    action: 'channels.change',
    async handle(ports, request, { workspace }) {
      const { id } = await ownChannel(ports, request, workspace.id)
      await ports.signatures.remove(workspace.id, id, param(request, 'secretId'))
    },
  }),
  publicRoute({
    method: 'GET',
    path: '/api/widget/:channelId',
    summary: 'How a channel’s widget looks',
    response: WidgetSettings,
    async handle({ channels, assistant }, request) {
      const channel = await channels.find(param(request, 'channelId'))
      if (channel === undefined) throw new Refusal('not_found', 'There is no such channel.')
      return toWidgetSettings(channel, assistant.faceIn(channel.workspaceId, channel.id))
    },
  }),
  ...privacyRoutes,
  ...assistantRoutes,
  ...copilotRoutes,
  ...engineRoutes,
  ...learningRoutes,
  ...knowledgeRoutes,
  ...graphRoutes,
  ...routingRoutes,
  ...routingFactsRoutes,
  ...routingModelRoutes,
  ...routingStudyRoutes,
]

/** @throws {Refusal} `not_found` */
async function ownChannel(
  { channels }: ApiPorts,
  request: ApiRequest<unknown>,
  workspaceId: string,
): Promise<{ id: string }> {
  const channel = await channels.find(param(request, 'id'))
  if (channel?.workspaceId === workspaceId) return channel
  throw new Refusal('not_found', 'There is no such channel.')
}
