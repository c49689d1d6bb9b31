import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RoutingRule } from '@parley/protocol/rest/routing-facts'
import type { WorkspaceFacts } from '../facts/index.ts'
import { initialSettings } from '../facts/stored-settings.ts'
import { type Asking, demandsOf, topicOf } from './demands.ts'

const asking: Asking = {
  channelId: 'web',
  contactId: 'anna',
  locale: 'zh-CN',
  attributes: { plan: 'Gold' },
  topic: 'refunds',
}

type Change = { when?: Partial<RoutingRule['when']>; needs?: Partial<RoutingRule['needs']> }

function rule({ when, needs }: Change): RoutingRule {
  return {
    id: 'rule',
    name: 'rule',
    isOn: true,
    when: { channelIds: [], topicIds: [], attribute: null, ...when },
    needs: { teamId: '', skills: [], languages: [], weight: null, priority: 0, ...needs },
  }
}

function facts(rules: RoutingRule[], languages: string[] = []): WorkspaceFacts {
  return {
    settings: initialSettings('predicted'),
    teams: [],
    skills: [],
    topics: [],
    rules,
    agents: [{ agentId: 'mei', name: 'Mei', teamIds: [], skills: [], languages, capacity: null }],
    blocked: new Map([['anna', ['ben']]]),
  }
}

describe('what a conversation needs', () => {
  it('comes from all rules that fit: the first team, the highest skill and priority', () => {
    const needs = demandsOf(
      facts([
        rule({ when: { topicIds: ['other'] }, needs: { teamId: 'elsewhere' } }),
        rule({ when: { topicIds: ['refunds'] }, needs: { teamId: 'sales', priority: 1 } }),
        rule({ needs: { teamId: 'late', skills: [{ skillId: 's', level: 2 }], weight: 2 } }),
        rule({
          when: { attribute: { name: 'plan', value: 'gold' } },
          needs: { skills: [{ skillId: 's', level: 4 }], priority: 3, weight: 5 },
        }),
        { ...rule({ needs: { priority: 3, teamId: 'off' } }), isOn: false },
      ]),
      asking,
      {},
    )
    const { teamId, skills, weight, priority, blockedAgentIds } = needs
    assert.deepEqual([teamId, skills, weight, priority], ['sales', { s: 4 }, 2, 3])
    assert.deepEqual(blockedAgentIds, ['ben'])
  })

  it('is what a supervisor decided, where one did', () => {
    const rules = [rule({ needs: { teamId: 'sales', priority: 3 } })]
    const { teamId, priority } = demandsOf(facts(rules), asking, { teamId: '', priority: 0 })
    assert.deepEqual([teamId, priority], ['', 0])
  })

  it('has the contact’s language, as long as anybody speaks it', () => {
    assert.deepEqual(demandsOf(facts([], ['en', 'zh-tw']), asking, {}).languages, ['zh-tw'])
    assert.deepEqual(demandsOf(facts([], ['en']), asking, {}).languages, [])
    const rules = [rule({ needs: { languages: ['en'] } })]
    assert.deepEqual(demandsOf(facts(rules, ['zh']), asking, {}).languages, ['en'])
  })
})

describe('the topic', () => {
  const topics = [
    { id: 'refunds', name: 'Refunds', words: ['refund', 'money back', '退款'] },
    { id: 'tea', name: 'Tea', words: ['tea', '茶'] },
  ]

  it('is the first of which a word stands in the text', () => {
    assert.equal(topicOf(topics, ['Hello', 'I want my MONEY back for the tea']), 'refunds')
    assert.equal(topicOf(topics, ['我想申请退款']), 'refunds')
    assert.equal(topicOf(topics, ['这款茶怎么泡？']), 'tea')
  })

  it('needs the whole word where words are written apart', () => {
    assert.equal(topicOf(topics, ['Our team is steady']), '')
    assert.equal(topicOf(topics, ['Tea?']), 'tea')
    assert.equal(topicOf(topics, []), '')
  })
})
