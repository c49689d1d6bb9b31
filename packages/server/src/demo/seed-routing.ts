import type { RoutingAgentChange, RoutingRule } from '@parley/protocol/rest/routing-facts'
import type { Routing } from '../routing/index.ts'

const MINUTE = 60_000

const office = [{ from: '09:00', to: '18:00' }]

/** Levels of tea, orders and wholesale, and languages, by the account's e-mail. */
const able: Record<string, { levels: [number, number, number]; languages: string[] }> = {
  'mei@cloudrest.example': { levels: [5, 3, 1], languages: ['zh', 'en'] },
  'oliver@cloudrest.example': { levels: [2, 5, 1], languages: ['en'] },
  'mo@cloudrest.example': { levels: [4, 3, 5], languages: ['zh', 'en'] },
}

/** Gives the demo's people teams, skills and hours, and its questions their ways. */
export async function seedRouting(
  { facts, changeSettings }: Pick<Routing, 'facts' | 'changeSettings'>,
  workspaceId: string,
  staff: readonly { id: string; email: string }[],
): Promise<void> {
  await changeSettings(workspaceId, {
    capacityDefault: 4,
    sla: { firstReplyMs: 30 * MINUTE, nextReplyMs: 60 * MINUTE, resolutionMs: 0, warnAt: 0.7 },
  })
  const add = {
    team: async (name: string) => (await facts.addTeam(workspaceId, name)).id,
    skill: async (name: string) => (await facts.addSkill(workspaceId, name)).id,
    topic: async (name: string, words: string[]) =>
      (await facts.addTopic(workspaceId, { name, words })).id,
    rule: (
      name: string,
      when: Partial<RoutingRule['when']>,
      needs: Partial<RoutingRule['needs']>,
    ) =>
      facts.addRule(workspaceId, {
        name,
        isOn: true,
        when: { channelIds: [], topicIds: [], attribute: null, ...when },
        needs: { teamId: '', skills: [], languages: [], weight: null, priority: 0, ...needs },
      }),
  }
  const care = await add.team('茶客服务 Customer care')
  const trade = await add.team('批发 Wholesale')
  const tea = await add.skill('茶艺 Tea')
  const orders = await add.skill('订单 Orders')
  const wholesale = await add.skill('批发 Wholesale')
  await facts.changeTeam(workspaceId, trade, {
    hours: {
      timeZone: 'Asia/Shanghai',
      week: [[], office, office, office, office, office, []],
      holidays: [{ date: '2027-01-01', name: '元旦 New Year', spans: [] }],
    },
    overflow: { afterMs: 10 * MINUTE, toTeamId: care },
  })
  for (const { id, email } of staff) {
    const { levels, languages } = able[email] ?? { levels: [1, 1, 1], languages: [] }
    const skills = [tea, orders, wholesale].map((skillId, index) => ({
      skillId,
      level: levels[index] ?? 1,
    }))
    const knowsTrade = levels[2] > 2
    const change: RoutingAgentChange = {
      teamIds: knowsTrade ? [care, trade] : [care],
      skills,
      languages,
    }
    await facts.changeAgent(workspaceId, id, change)
  }
  const ofWholesale = await add.topic('批发 Wholesale', ['批发', '大量', 'wholesale', 'bulk'])
  const ofOrders = await add.topic('订单与退款 Orders', [
    ...['订单', '退款', '地址', '快递', '发货'],
    ...['order', 'refund', 'delivery', 'shipping', 'address'],
  ])
  const ofTea = await add.topic('选茶 Choosing tea', ['茶', '水温', 'tea', 'brew', 'caffeine'])
  const needs = (skillId: string, level: number, teamId = care) => ({
    teamId,
    skills: [{ skillId, level }],
  })
  await add.rule('批发 Wholesale', { topicIds: [ofWholesale] }, needs(wholesale, 3, trade))
  await add.rule('订单 Orders', { topicIds: [ofOrders] }, needs(orders, 1))
  await add.rule('选茶 Tea', { topicIds: [ofTea] }, needs(tea, 2))
  const gold = { name: '会员等级', value: '金卡' }
  await add.rule('金卡会员 Gold members', { attribute: gold }, { priority: 3 })
}
