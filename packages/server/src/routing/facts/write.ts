import { Refusal } from '@parley/protocol'
import type {
  BlockedPairRequest,
  RoutingAgent,
  RoutingAgentChange,
  RoutingRule,
  RoutingTeamChange,
  RoutingTopic,
} from '@parley/protocol/rest/routing-facts'
import type { Storage } from '../../platform/storage/index.ts'
import { checkHours } from './opening-hours.ts'

/** Things of one kind that a workspace has at most. */
const KIND_MAX = 1_000

type Table = 'teams' | 'skills' | 'topics' | 'routingRules'

const words: Record<Table, string> = {
  teams: 'team',
  skills: 'skill',
  topics: 'topic',
  routingRules: 'rule',
}

export interface WritePorts {
  storage: Storage
  newId: () => string
  now: () => number
}

/** Changes of what routing goes by. Every one is bound to its workspace. */
export function createFactsWriter({ storage, newId, now }: WritePorts) {
  const { db } = storage

  async function mustHaveRoom(workspaceId: string, table: Table): Promise<void> {
    const { count } = await db
      // The tables share these columns; the types of a choice of tables would not tell.
      .selectFrom(table as 'skills')
      .select((query) => query.fn.countAll<number>().as('count'))
      .where('workspaceId', '=', workspaceId)
      .executeTakeFirstOrThrow()
    if (count >= KIND_MAX) {
      throw new Refusal('conflict', `There are ${count} of these, the most allowed. Remove some.`)
    }
  }

  async function insert(
    workspaceId: string,
    table: Table,
    values: Record<string, unknown>,
  ): Promise<string> {
    await mustHaveRoom(workspaceId, table)
    const id = newId()
    await db
      .insertInto(table as 'skills')
      .values({ id, workspaceId, ...values } as never)
      .execute()
    return id
  }

  async function update(
    workspaceId: string,
    table: Table,
    id: string,
    values: Record<string, unknown>,
  ): Promise<void> {
    const { numUpdatedRows } = await db
      .updateTable(table as 'skills')
      .set({ workspaceId, ...values } as never)
      .where('id', '=', id)
      .where('workspaceId', '=', workspaceId)
      .executeTakeFirst()
    if (Number(numUpdatedRows) === 0) throw notFound(table)
  }

  return {
    addTeam: (workspaceId: string, name: string) =>
      insert(workspaceId, 'teams', { name: name.trim(), hoursJson: null, overflowJson: null }),

    async changeTeam(
      workspaceId: string,
      id: string,
      { name, hours, overflow }: Omit<RoutingTeamChange, 'memberIds'>,
    ): Promise<void> {
      if (hours != null) checkHours(hours)
      if (overflow?.toTeamId === id) {
        throw new Refusal('bad_input', 'A team cannot overflow into itself. Name another one.')
      }
      await update(workspaceId, 'teams', id, {
        ...(name === undefined ? {} : { name: name.trim() }),
        ...(hours === undefined ? {} : { hoursJson: hours && JSON.stringify(hours) }),
        ...(overflow === undefined ? {} : { overflowJson: overflow && JSON.stringify(overflow) }),
      })
    },

    addSkill: (workspaceId: string, name: string) =>
      insert(workspaceId, 'skills', { name: name.trim() }),

    renameSkill: (workspaceId: string, id: string, name: string) =>
      update(workspaceId, 'skills', id, { name: name.trim() }),

    addTopic: (workspaceId: string, { name, words }: Omit<RoutingTopic, 'id'>) =>
      insert(workspaceId, 'topics', { name: name.trim(), wordsJson: JSON.stringify(words) }),

    changeTopic: (workspaceId: string, { id, name, words }: RoutingTopic) =>
      update(workspaceId, 'topics', id, { name: name.trim(), wordsJson: JSON.stringify(words) }),

    async addRule(workspaceId: string, rule: Omit<RoutingRule, 'id'>): Promise<string> {
      const { place } = await db
        .selectFrom('routingRules')
        .select((query) => query.fn.max('place').as('place'))
        .where('workspaceId', '=', workspaceId)
        .executeTakeFirstOrThrow()
      const ruleJson = JSON.stringify(rule)
      return insert(workspaceId, 'routingRules', { place: (place ?? 0) + 1, ruleJson })
    },

    changeRule: (workspaceId: string, { id, ...rule }: RoutingRule) =>
      update(workspaceId, 'routingRules', id, { ruleJson: JSON.stringify(rule) }),

    async orderRules(workspaceId: string, ids: readonly string[]): Promise<void> {
      await storage.atomically(
        ids.map((id, place) => ({
          query: db
            .updateTable('routingRules')
            .set({ place })
            .where('id', '=', id)
            .where('workspaceId', '=', workspaceId),
        })),
      )
    },

    async remove(workspaceId: string, table: Table, id: string): Promise<void> {
      const { numDeletedRows } = await db
        .deleteFrom(table as 'skills')
        .where('id', '=', id)
        .where('workspaceId', '=', workspaceId)
        .executeTakeFirst()
      if (Number(numDeletedRows) === 0) throw notFound(table)
    },

    async changeAgents(
      workspaceId: string,
      changes: readonly { agent: RoutingAgent; change: RoutingAgentChange }[],
    ): Promise<void> {
      await storage.atomically(
        changes.map(({ agent, change }) => {
          const { agentId, teamIds, skills, languages, capacity } = { ...agent, ...change }
          const row = {
            teamIdsJson: JSON.stringify(teamIds),
            skillsJson: JSON.stringify(skills),
            languagesJson: JSON.stringify(languages),
            capacity,
          }
          return {
            query: db
              .insertInto('agentFacts')
              .values({ agentId, workspaceId, ...row })
              .onConflict((conflict) => conflict.column('agentId').doUpdateSet(row)),
          }
        }),
      )
    },

    async block(workspaceId: string, { contactId, agentId }: BlockedPairRequest): Promise<void> {
      await db
        .insertInto('blockedPairs')
        .values({ workspaceId, contactId, agentId, createdAt: now() })
        .onConflict((conflict) => conflict.columns(['contactId', 'agentId']).doNothing())
        .execute()
    },

    async unblock(workspaceId: string, { contactId, agentId }: BlockedPairRequest): Promise<void> {
      await db
        .deleteFrom('blockedPairs')
        .where('workspaceId', '=', workspaceId)
        .where('contactId', '=', contactId)
        .where('agentId', '=', agentId)
        .execute()
    },
  }
}

export type FactsWriter = ReturnType<typeof createFactsWriter>

function notFound(table: Table): Refusal {
  return new Refusal('not_found', `There is no such ${words[table]}.`)
}
