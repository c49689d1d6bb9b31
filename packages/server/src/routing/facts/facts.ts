import { Refusal } from '@parley/protocol'
import type { RoutingChange } from '@parley/protocol/rest/routing'
import type {
  BlockedPair,
  BlockedPairRequest,
  RoutingAgent,
  RoutingAgentChange,
  RoutingRule,
  RoutingRuleChange,
  RoutingSkill,
  RoutingTeam,
  RoutingTeamChange,
  RoutingTopic,
  RoutingTopicChange,
} from '@parley/protocol/rest/routing-facts'
import { toCalendar } from './opening-hours.ts'
import { readFacts, type TeamFacts, type WorkspaceFacts } from './read.ts'
import { createSettingsStore, type SettingsPorts } from './settings-store.ts'
import { createFactsWriter, type WritePorts } from './write.ts'

export interface FactsPorts extends SettingsPorts, WritePorts {
  /** They are other ones now; told after the commit. */
  changed: (workspaceId: string, facts: WorkspaceFacts) => void
}

/** What routing goes by, workspace by workspace: read, changed, and told of. */
export function createFacts(ports: FactsPorts) {
  const { db } = ports.storage
  const settings = createSettingsStore(ports)
  const writer = createFactsWriter(ports)
  const held = new Map<string, Promise<WorkspaceFacts>>()

  function of(workspaceId: string): Promise<WorkspaceFacts> {
    let facts = held.get(workspaceId)
    if (facts === undefined) {
      facts = settings
        .read(workspaceId)
        .then((chosen) => readFacts(ports.storage, workspaceId, chosen))
      held.set(workspaceId, facts)
      facts.catch(() => held.delete(workspaceId))
    }
    return facts
  }

  /** Reads everything anew and tells of it. */
  async function reload(workspaceId: string): Promise<WorkspaceFacts> {
    held.delete(workspaceId)
    const facts = await of(workspaceId)
    ports.changed(workspaceId, facts)
    return facts
  }

  /** Writes, then finds what was written in what holds from now on. */
  async function written<Kind extends 'skills' | 'topics' | 'rules'>(
    workspaceId: string,
    kind: Kind,
    id: string,
  ): Promise<WorkspaceFacts[Kind][number]> {
    return pick((await reload(workspaceId))[kind], id)
  }

  function toTeam({ agents, settings: { hours } }: WorkspaceFacts, team: TeamFacts): RoutingTeam {
    const own = team.hours ?? hours
    const calendar = own === null ? undefined : toCalendar(own)
    const changesAt = calendar?.nextChange(ports.now()) ?? Number.POSITIVE_INFINITY
    return {
      ...team,
      memberIds: agents.filter(({ teamIds }) => teamIds.includes(team.id)).map(idOf),
      isOpen: calendar?.isOpen(ports.now()) ?? true,
      changesAt: Number.isFinite(changesAt) ? changesAt : 0,
    }
  }

  return {
    of,
    reload,
    hookSecret: settings.hookSecret,

    async changeSettings(workspaceId: string, change: RoutingChange): Promise<void> {
      await settings.change(workspaceId, change)
      await reload(workspaceId)
    },

    async teams(workspaceId: string): Promise<RoutingTeam[]> {
      const facts = await of(workspaceId)
      return facts.teams.map((team) => toTeam(facts, team))
    },

    async addTeam(workspaceId: string, name: string): Promise<RoutingTeam> {
      const id = await writer.addTeam(workspaceId, name)
      const facts = await reload(workspaceId)
      return toTeam(facts, pick(facts.teams, id))
    },

    async changeTeam(
      workspaceId: string,
      id: string,
      { memberIds, ...change }: RoutingTeamChange,
    ): Promise<RoutingTeam> {
      const before = await of(workspaceId)
      if (change.overflow != null) pick(before.teams, change.overflow.toTeamId)
      await writer.changeTeam(workspaceId, id, change)
      if (memberIds !== undefined) {
        for (const agentId of memberIds) pickAgent(before, agentId)
        const changes = before.agents.flatMap((agent) => {
          const isMember = memberIds.includes(agent.agentId)
          if (isMember === agent.teamIds.includes(id)) return []
          const others = agent.teamIds.filter((teamId) => teamId !== id)
          return [{ agent, change: { teamIds: isMember ? [...others, id] : others } }]
        })
        await writer.changeAgents(workspaceId, changes)
      }
      const facts = await reload(workspaceId)
      return toTeam(facts, pick(facts.teams, id))
    },

    async addSkill(workspaceId: string, name: string): Promise<RoutingSkill> {
      return written(workspaceId, 'skills', await writer.addSkill(workspaceId, name))
    },

    async renameSkill(workspaceId: string, id: string, name: string): Promise<RoutingSkill> {
      await writer.renameSkill(workspaceId, id, name)
      return written(workspaceId, 'skills', id)
    },

    async addTopic(workspaceId: string, topic: Omit<RoutingTopic, 'id'>): Promise<RoutingTopic> {
      return written(workspaceId, 'topics', await writer.addTopic(workspaceId, topic))
    },

    async changeTopic(
      workspaceId: string,
      id: string,
      change: RoutingTopicChange,
    ): Promise<RoutingTopic> {
      const topic = pick((await of(workspaceId)).topics, id)
      await writer.changeTopic(workspaceId, { ...topic, ...change })
      return written(workspaceId, 'topics', id)
    },

    async addRule(workspaceId: string, rule: Omit<RoutingRule, 'id'>): Promise<RoutingRule> {
      checkRule(await of(workspaceId), rule)
      return written(workspaceId, 'rules', await writer.addRule(workspaceId, rule))
    },

    async changeRule(
      workspaceId: string,
      id: string,
      change: RoutingRuleChange,
    ): Promise<RoutingRule> {
      const facts = await of(workspaceId)
      const rule = { ...pick(facts.rules, id), ...change }
      checkRule(facts, rule)
      await writer.changeRule(workspaceId, rule)
      return written(workspaceId, 'rules', id)
    },

    async orderRules(workspaceId: string, ids: readonly string[]): Promise<RoutingRule[]> {
      const known = (await of(workspaceId)).rules.map(({ id }) => id)
      if (known.length !== ids.length || !known.every((id) => ids.includes(id))) {
        throw new Refusal('conflict', 'The rules are other ones by now. Load them and order again.')
      }
      await writer.orderRules(workspaceId, ids)
      return [...(await reload(workspaceId)).rules]
    },

    async remove(
      workspaceId: string,
      kind: 'teams' | 'skills' | 'topics' | 'routingRules',
      id: string,
    ): Promise<void> {
      await writer.remove(workspaceId, kind, id)
      await reload(workspaceId)
    },

    async changeAgent(
      workspaceId: string,
      agentId: string,
      change: RoutingAgentChange,
    ): Promise<RoutingAgent> {
      const facts = await of(workspaceId)
      const agent = pickAgent(facts, agentId)
      for (const teamId of change.teamIds ?? []) pick(facts.teams, teamId)
      for (const { skillId } of change.skills ?? []) pick(facts.skills, skillId)
      await writer.changeAgents(workspaceId, [{ agent, change }])
      return pickAgent(await reload(workspaceId), agentId)
    },

    async blocked(workspaceId: string): Promise<BlockedPair[]> {
      return db
        .selectFrom('blockedPairs')
        .innerJoin('contacts', 'contacts.id', 'blockedPairs.contactId')
        .innerJoin('agents', 'agents.id', 'blockedPairs.agentId')
        .select([
          'blockedPairs.contactId',
          'contacts.name as contactName',
          'blockedPairs.agentId',
          'agents.name as agentName',
          'blockedPairs.createdAt',
        ])
        .where('blockedPairs.workspaceId', '=', workspaceId)
        .orderBy('blockedPairs.createdAt', 'desc')
        .execute()
    },

    async block(workspaceId: string, pair: BlockedPairRequest): Promise<BlockedPair> {
      pickAgent(await of(workspaceId), pair.agentId)
      const contact = await db
        .selectFrom('contacts')
        .select('id')
        .where('id', '=', pair.contactId)
        .where('workspaceId', '=', workspaceId)
        .executeTakeFirst()
      if (contact === undefined) throw new Refusal('not_found', 'There is no such contact.')
      await writer.block(workspaceId, pair)
      await reload(workspaceId)
      const { contactId, agentId } = pair
      const found = (await this.blocked(workspaceId)).find(
        (one) => one.contactId === contactId && one.agentId === agentId,
      )
      if (found === undefined) throw new Refusal('conflict', 'Somebody removed it just now.')
      return found
    },

    async unblock(workspaceId: string, pair: BlockedPairRequest): Promise<void> {
      await writer.unblock(workspaceId, pair)
      await reload(workspaceId)
    },
  }
}

export type Facts = ReturnType<typeof createFacts>

function checkRule(facts: WorkspaceFacts, { when, needs }: Omit<RoutingRule, 'id'>): void {
  if (needs.teamId !== '') pick(facts.teams, needs.teamId)
  for (const { skillId } of needs.skills) pick(facts.skills, skillId)
  for (const topicId of when.topicIds) pick(facts.topics, topicId)
}

function pick<Item extends { id: string }>(items: readonly Item[], id: string): Item {
  const item = items.find((one) => one.id === id)
  if (item === undefined) throw new Refusal('not_found', `Nothing here is called "${id}".`)
  return item
}

function pickAgent({ agents }: WorkspaceFacts, agentId: string): RoutingAgent {
  const agent = agents.find((one) => one.agentId === agentId)
  if (agent === undefined) throw new Refusal('not_found', 'There is no such agent.')
  return agent
}

function idOf({ agentId }: { agentId: string }): string {
  return agentId
}
