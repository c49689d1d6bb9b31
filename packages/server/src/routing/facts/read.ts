import type { OpeningHours } from '@parley/protocol/rest/routing'
import type {
  RoutingAgent,
  RoutingRule,
  RoutingSkill,
  RoutingTeam,
  RoutingTopic,
} from '@parley/protocol/rest/routing-facts'
import type { Storage } from '../../platform/storage/index.ts'
import type { StoredSettings } from './stored-settings.ts'

/** All that a workspace's routing goes by, beside the conversations. */
export interface WorkspaceFacts {
  settings: StoredSettings
  teams: readonly TeamFacts[]
  skills: readonly RoutingSkill[]
  topics: readonly RoutingTopic[]
  rules: readonly RoutingRule[]
  /** The active ones, by name. */
  agents: readonly RoutingAgent[]
  /** Contact to the agents it is kept apart from. */
  blocked: ReadonlyMap<string, readonly string[]>
}

export interface TeamFacts extends Pick<RoutingTeam, 'id' | 'name' | 'overflow'> {
  hours: OpeningHours | null
}

/** Reads everything of one workspace. What names something that is gone says nothing any more. */
export async function readFacts(
  { db }: Storage,
  workspaceId: string,
  settings: StoredSettings,
): Promise<WorkspaceFacts> {
  const [teams, skills, topics, rules, agents, blocked] = await Promise.all([
    db.selectFrom('teams').selectAll().where('workspaceId', '=', workspaceId).execute(),
    db.selectFrom('skills').selectAll().where('workspaceId', '=', workspaceId).execute(),
    db
      .selectFrom('topics')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .orderBy('id')
      .execute(),
    db
      .selectFrom('routingRules')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .orderBy('place')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('agents')
      .leftJoin('agentFacts', 'agentFacts.agentId', 'agents.id')
      .select([
        'agents.id',
        'agents.name',
        'teamIdsJson',
        'skillsJson',
        'languagesJson',
        'capacity',
      ])
      .where('agents.workspaceId', '=', workspaceId)
      .where('agents.isActive', '=', 1)
      .orderBy('agents.name')
      .execute(),
    db
      .selectFrom('blockedPairs')
      .select(['contactId', 'agentId'])
      .where('workspaceId', '=', workspaceId)
      .execute(),
  ])
  const teamIds = new Set(teams.map(({ id }) => id))
  const skillIds = new Set(skills.map(({ id }) => id))
  const pairs = new Map<string, string[]>()
  for (const { contactId, agentId } of blocked) {
    pairs.set(contactId, [...(pairs.get(contactId) ?? []), agentId])
  }
  return {
    settings,
    teams: teams.toSorted(byName).map(({ id, name, hoursJson, overflowJson }) => {
      const overflow = parse<TeamFacts['overflow']>(overflowJson, null)
      const leads = overflow !== null && teamIds.has(overflow.toTeamId)
      return { id, name, hours: parse(hoursJson, null), overflow: leads ? overflow : null }
    }),
    skills: skills.toSorted(byName).map(({ id, name }) => ({ id, name })),
    topics: topics.map(({ id, name, wordsJson }) => ({ id, name, words: parse(wordsJson, []) })),
    rules: rules.map(({ id, ruleJson }) => {
      const rule = parse<Omit<RoutingRule, 'id'> | undefined>(ruleJson, undefined)
      return cleaned({ ...(rule as Omit<RoutingRule, 'id'>), id }, teamIds, skillIds)
    }),
    agents: agents.map((agent) => ({
      agentId: agent.id,
      name: agent.name,
      teamIds: parse<string[]>(agent.teamIdsJson, []).filter((id) => teamIds.has(id)),
      skills: parse<RoutingAgent['skills']>(agent.skillsJson, []).filter(({ skillId }) =>
        skillIds.has(skillId),
      ),
      languages: parse(agent.languagesJson, []),
      capacity: agent.capacity,
    })),
    blocked: pairs,
  }
}

function cleaned(
  rule: RoutingRule,
  teamIds: ReadonlySet<string>,
  skillIds: ReadonlySet<string>,
): RoutingRule {
  const { needs } = rule
  return {
    ...rule,
    needs: {
      ...needs,
      teamId: teamIds.has(needs.teamId) ? needs.teamId : '',
      skills: needs.skills.filter(({ skillId }) => skillIds.has(skillId)),
    },
  }
}

function parse<Value>(json: string | null, without: Value): Value {
  return json === null ? without : (JSON.parse(json) as Value)
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name)
}
