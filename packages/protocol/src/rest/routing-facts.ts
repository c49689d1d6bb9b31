import { type Static, Type } from 'typebox'
import { OpeningHours } from './routing.ts'

/** The bodies of what routing goes by: teams, skills, topics, agents, rules, and who is kept apart. */

const closed = { additionalProperties: false }
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
const Id = Type.String({ minLength: 1, maxLength: 64 })

const team = {
  name: Name,
  memberIds: Type.Array(Id, { maxItems: 10_000, uniqueItems: true }),
  /** Null: the workspace's. */
  hours: Type.Union([OpeningHours, Type.Null()]),
  /** Where its queue goes when it waits too long. */
  overflow: Type.Union([
    Type.Object(
      { afterMs: Type.Integer({ minimum: 10_000, maximum: 86_400_000 }), toTeamId: Id },
      closed,
    ),
    Type.Null(),
  ]),
}

/** GET /api/routing/teams → RoutingTeam[], by name */
export const RoutingTeam = Type.Object({
  id: Type.String(),
  ...team,
  isOpen: Type.Boolean(),
  /** When that changes; 0 when never. */
  changesAt: Type.Number(),
})
export type RoutingTeam = Static<typeof RoutingTeam>

/** POST /api/routing/teams → RoutingTeam */
export const RoutingTeamRequest = Type.Object({ name: Name }, closed)
export type RoutingTeamRequest = Static<typeof RoutingTeamRequest>

/** PATCH /api/routing/teams/:id → RoutingTeam; DELETE → 204, its rules then lead to no team. */
export const RoutingTeamChange = Type.Partial(Type.Object(team), closed)
export type RoutingTeamChange = Static<typeof RoutingTeamChange>

/** GET /api/routing/skills → RoutingSkill[], by name; POST (RoutingSkillRequest) → RoutingSkill */
export const RoutingSkill = Type.Object({ id: Type.String(), name: Name })
export type RoutingSkill = Static<typeof RoutingSkill>

/** PATCH /api/routing/skills/:id → RoutingSkill; DELETE → 204, nobody has or needs it then. */
export const RoutingSkillRequest = Type.Object({ name: Name }, closed)
export type RoutingSkillRequest = Static<typeof RoutingSkillRequest>

const topic = {
  name: Name,
  /** The conversation is about it when the contact's messages hold one of these words or phrases. */
  words: Type.Array(Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }), {
    maxItems: 100,
    uniqueItems: true,
  }),
}

/** GET /api/routing/topics → RoutingTopic[]; the first one that fits names the conversation. */
export const RoutingTopic = Type.Object({ id: Type.String(), ...topic })
export type RoutingTopic = Static<typeof RoutingTopic>

/** POST /api/routing/topics → RoutingTopic */
export const RoutingTopicRequest = Type.Object(topic, closed)
export type RoutingTopicRequest = Static<typeof RoutingTopicRequest>

/** PATCH /api/routing/topics/:id → RoutingTopic; DELETE → 204 */
export const RoutingTopicChange = Type.Partial(Type.Object(topic), closed)
export type RoutingTopicChange = Static<typeof RoutingTopicChange>

const Skills = Type.Array(
  Type.Object(
    {
      skillId: Id,
      /** 1 (learning) to 5 (expert); of a rule: the least that will do. */
      level: Type.Integer({ minimum: 1, maximum: 5 }),
    },
    closed,
  ),
  { maxItems: 50 },
)

/** BCP 47, lower case, as far as it matters: "zh", "en". */
const Languages = Type.Array(Type.String({ pattern: '^[a-z]{2,3}(-[a-z0-9]{2,8})*$' }), {
  maxItems: 20,
  uniqueItems: true,
})

const agent = {
  teamIds: Type.Array(Id, { maxItems: 100, uniqueItems: true }),
  skills: Skills,
  languages: Languages,
  /** Null: the workspace's default. 0: nothing is routed to this agent. */
  capacity: Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()]),
}

/** GET /api/routing/agents → RoutingAgent[], the active ones by name */
export const RoutingAgent = Type.Object({ agentId: Type.String(), name: Type.String(), ...agent })
export type RoutingAgent = Static<typeof RoutingAgent>

/** PATCH /api/routing/agents/:id → RoutingAgent */
export const RoutingAgentChange = Type.Partial(Type.Object(agent), closed)
export type RoutingAgentChange = Static<typeof RoutingAgentChange>

const rule = {
  name: Name,
  isOn: Type.Boolean(),
  /** All parts must fit; an empty part fits everything. */
  when: Type.Object(
    {
      channelIds: Type.Array(Id, { maxItems: 100, uniqueItems: true }),
      topicIds: Type.Array(Id, { maxItems: 100, uniqueItems: true }),
      /** An attribute of the contact that has this value, whatever the case; null: any contact. */
      attribute: Type.Union([
        Type.Object({ name: Name, value: Type.String({ maxLength: 200 }) }, closed),
        Type.Null(),
      ]),
    },
    closed,
  ),
  /**
   * What then holds. All rules that fit count: of teams, languages and weights the first one's, of
   * skills the highest level, of priorities the highest.
   */
  needs: Type.Object(
    {
      /** Empty: says nothing about it. */
      teamId: Type.String({ maxLength: 64 }),
      skills: Skills,
      /** One of these. */
      languages: Languages,
      /** Units of capacity that a conversation takes; null: says nothing about it. */
      weight: Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()]),
      /** 0 ordinary, 1 raised, 2 high, 3 urgent or VIP. */
      priority: Type.Integer({ minimum: 0, maximum: 3 }),
    },
    closed,
  ),
}

/** GET /api/routing/rules → RoutingRule[], in their order */
export const RoutingRule = Type.Object({ id: Type.String(), ...rule })
export type RoutingRule = Static<typeof RoutingRule>

/** POST /api/routing/rules → RoutingRule, the last one */
export const RoutingRuleRequest = Type.Object(rule, closed)
export type RoutingRuleRequest = Static<typeof RoutingRuleRequest>

/** PATCH /api/routing/rules/:id → RoutingRule; DELETE → 204 */
export const RoutingRuleChange = Type.Partial(Type.Object(rule), closed)
export type RoutingRuleChange = Static<typeof RoutingRuleChange>

/** POST /api/routing/rules/order → RoutingRule[]: all ids, in the new order */
export const RoutingRuleOrder = Type.Object({ ids: Type.Array(Id, { maxItems: 1_000 }) }, closed)
export type RoutingRuleOrder = Static<typeof RoutingRuleOrder>

/** GET /api/routing/blocked → BlockedPair[], newest first: who is kept apart */
export const BlockedPair = Type.Object({
  contactId: Type.String(),
  contactName: Type.String(),
  agentId: Type.String(),
  agentName: Type.String(),
  createdAt: Type.Number(),
})
export type BlockedPair = Static<typeof BlockedPair>

/** POST /api/routing/blocked → BlockedPair; DELETE /api/routing/blocked/:contactId/:agentId → 204 */
export const BlockedPairRequest = Type.Object({ contactId: Id, agentId: Id }, closed)
export type BlockedPairRequest = Static<typeof BlockedPairRequest>
