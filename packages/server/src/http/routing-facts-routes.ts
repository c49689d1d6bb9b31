import {
  BlockedPair,
  BlockedPairRequest,
  RoutingAgent,
  RoutingAgentChange,
  RoutingRule,
  RoutingRuleChange,
  RoutingRuleOrder,
  RoutingRuleRequest,
  RoutingSkill,
  RoutingSkillRequest,
  RoutingTeam,
  RoutingTeamChange,
  RoutingTeamRequest,
  RoutingTopic,
  RoutingTopicChange,
  RoutingTopicRequest,
} from '@parley/protocol/rest/routing-facts'
import { Type } from 'typebox'
import { agentRoute, param, type Route } from './route.ts'

const read = { method: 'GET', action: 'routing.read' } as const
const add = { method: 'POST', action: 'routing.change' } as const
const alter = { method: 'PATCH', action: 'routing.change' } as const

/** Forgets a thing of a kind. */
function removal(
  path: string,
  summary: string,
  kind: 'teams' | 'skills' | 'topics' | 'routingRules',
): Route {
  return agentRoute({
    method: 'DELETE',
    path,
    summary,
    action: 'routing.change',
    handle: ({ routing }, request, { workspace }) =>
      routing.facts.remove(workspace.id, kind, param(request, 'id')),
  })
}

/** What routing goes by: teams, skills, topics, agents, rules, and who is kept apart. */
export const routingFactsRoutes: readonly Route[] = [
  agentRoute({
    ...read,
    path: '/api/routing/teams',
    summary: 'Teams with their members, hours and overflow',
    response: Type.Array(RoutingTeam),
    handle: ({ routing }, _request, { workspace }) => routing.facts.teams(workspace.id),
  }),
  agentRoute({
    ...add,
    path: '/api/routing/teams',
    summary: 'Make a team',
    body: RoutingTeamRequest,
    response: RoutingTeam,
    handle: ({ routing }, { body }, { workspace }) =>
      routing.facts.addTeam(workspace.id, body.name),
  }),
  agentRoute({
    ...alter,
    path: '/api/routing/teams/:id',
    summary: 'Change a team',
    body: RoutingTeamChange,
    response: RoutingTeam,
    handle: ({ routing }, request, { workspace }) =>
      routing.facts.changeTeam(workspace.id, param(request, 'id'), request.body),
  }),
  removal('/api/routing/teams/:id', 'Dissolve a team', 'teams'),
  agentRoute({
    ...read,
    path: '/api/routing/skills',
    summary: 'Skills that agents may have',
    response: Type.Array(RoutingSkill),
    handle: async ({ routing }, _request, { workspace }) =>
      (await routing.facts.of(workspace.id)).skills,
  }),
  agentRoute({
    ...add,
    path: '/api/routing/skills',
    summary: 'Name a skill',
    body: RoutingSkillRequest,
    response: RoutingSkill,
    handle: ({ routing }, { body }, { workspace }) =>
      routing.facts.addSkill(workspace.id, body.name),
  }),
  agentRoute({
    ...alter,
    path: '/api/routing/skills/:id',
    summary: 'Rename a skill',
    body: RoutingSkillRequest,
    response: RoutingSkill,
    handle: ({ routing }, request, { workspace }) =>
      routing.facts.renameSkill(workspace.id, param(request, 'id'), request.body.name),
  }),
  removal('/api/routing/skills/:id', 'Forget a skill', 'skills'),
  agentRoute({
    ...read,
    path: '/api/routing/topics',
    summary: 'Topics and the words by which they are known',
    response: Type.Array(RoutingTopic),
    handle: async ({ routing }, _request, { workspace }) =>
      (await routing.facts.of(workspace.id)).topics,
  }),
  agentRoute({
    ...add,
    path: '/api/routing/topics',
    summary: 'Name a topic',
    body: RoutingTopicRequest,
    response: RoutingTopic,
    handle: ({ routing }, { body }, { workspace }) => routing.facts.addTopic(workspace.id, body),
  }),
  agentRoute({
    ...alter,
    path: '/api/routing/topics/:id',
    summary: 'Change a topic',
    body: RoutingTopicChange,
    response: RoutingTopic,
    handle: ({ routing }, request, { workspace }) =>
      routing.facts.changeTopic(workspace.id, param(request, 'id'), request.body),
  }),
  removal('/api/routing/topics/:id', 'Forget a topic', 'topics'),
  agentRoute({
    ...read,
    path: '/api/routing/agents',
    summary: 'Agents with their teams, skills, languages and capacity',
    response: Type.Array(RoutingAgent),
    handle: async ({ routing }, _request, { workspace }) =>
      (await routing.facts.of(workspace.id)).agents,
  }),
  agentRoute({
    ...alter,
    path: '/api/routing/agents/:id',
    summary: 'Change what an agent can do and carry',
    body: RoutingAgentChange,
    response: RoutingAgent,
    handle: ({ routing }, request, { workspace }) =>
      routing.facts.changeAgent(workspace.id, param(request, 'id'), request.body),
  }),
  agentRoute({
    ...read,
    path: '/api/routing/rules',
    summary: 'Rules that say what conversations need, in their order',
    response: Type.Array(RoutingRule),
    handle: async ({ routing }, _request, { workspace }) =>
      (await routing.facts.of(workspace.id)).rules,
  }),
  agentRoute({
    ...add,
    path: '/api/routing/rules',
    summary: 'Add a rule behind the others',
    body: RoutingRuleRequest,
    response: RoutingRule,
    handle: ({ routing }, { body }, { workspace }) => routing.facts.addRule(workspace.id, body),
  }),
  agentRoute({
    ...add,
    path: '/api/routing/rules/order',
    summary: 'Put all rules into another order',
    body: RoutingRuleOrder,
    response: Type.Array(RoutingRule),
    handle: ({ routing }, { body }, { workspace }) =>
      routing.facts.orderRules(workspace.id, body.ids),
  }),
  agentRoute({
    ...alter,
    path: '/api/routing/rules/:id',
    summary: 'Change a rule',
    body: RoutingRuleChange,
    response: RoutingRule,
    handle: ({ routing }, request, { workspace }) =>
      routing.facts.changeRule(workspace.id, param(request, 'id'), request.body),
  }),
  removal('/api/routing/rules/:id', 'Remove a rule', 'routingRules'),
  agentRoute({
    ...read,
    path: '/api/routing/blocked',
    summary: 'Contacts and agents who are kept apart',
    response: Type.Array(BlockedPair),
    handle: ({ routing }, _request, { workspace }) => routing.facts.blocked(workspace.id),
  }),
  agentRoute({
    ...add,
    path: '/api/routing/blocked',
    summary: 'Keep a contact and an agent apart',
    body: BlockedPairRequest,
    response: BlockedPair,
    handle: ({ routing }, { body }, { workspace }) => routing.facts.block(workspace.id, body),
  }),
  agentRoute({
    method: 'DELETE',
    path: '/api/routing/blocked/:contactId/:agentId',
    summary: 'Keep them apart no more',
    action: 'routing.change',
    handle: ({ routing }, request, { workspace }) =>
      routing.facts.unblock(workspace.id, {
        contactId: param(request, 'contactId'),
        agentId: param(request, 'agentId'),
      }),
  }),
]
