import type { RoutingRule, RoutingTopic } from '@parley/protocol/rest/routing-facts'
import { fold } from '../../text/index.ts'
import type { WorkspaceFacts } from '../facts/index.ts'
import type { Need } from '../types.ts'

/** What is known of who asks, and what about. */
export interface Asking {
  channelId: string
  contactId: string
  /** BCP 47 of the contact's pages; may be empty. */
  locale: string
  attributes: Readonly<Record<string, string>>
  /** Empty: none. */
  topic: string
}

/** What a supervisor decided for one conversation, whatever the rules say. */
export interface Override {
  teamId?: string
  priority?: number
}

/** What the rules make of a conversation. */
export type Demands = Pick<
  Need,
  'topic' | 'teamId' | 'skills' | 'languages' | 'weight' | 'priority' | 'blockedAgentIds'
>

/**
 * What a conversation needs: of all rules that fit, the first team, languages and weight, each skill
 * at its highest level, and the highest priority.
 */
export function demandsOf(facts: WorkspaceFacts, asking: Asking, override: Override): Demands {
  const rules = facts.rules.filter((rule) => rule.isOn && fits(rule, asking))
  const skills: Record<string, number> = {}
  for (const { needs } of rules) {
    for (const { skillId, level } of needs.skills) {
      skills[skillId] = Math.max(skills[skillId] ?? 0, level)
    }
  }
  const first = <Value>(pick: (rule: RoutingRule) => Value | undefined) =>
    rules.map(pick).find((value) => value !== undefined)
  const languages = first(({ needs }) => (needs.languages.length > 0 ? needs.languages : undefined))
  return {
    topic: asking.topic,
    teamId: override.teamId ?? first(({ needs }) => needs.teamId || undefined) ?? '',
    skills,
    languages: languages ?? contactsLanguage(facts, asking.locale),
    weight: first(({ needs }) => needs.weight ?? undefined) ?? 1,
    priority: override.priority ?? Math.max(0, ...rules.map(({ needs }) => needs.priority)),
    blockedAgentIds: facts.blocked.get(asking.contactId) ?? [],
  }
}

function fits({ when }: RoutingRule, { channelId, topic, attributes }: Asking): boolean {
  if (when.channelIds.length > 0 && !when.channelIds.includes(channelId)) return false
  if (when.topicIds.length > 0 && !when.topicIds.includes(topic)) return false
  if (when.attribute === null) return true
  const { name, value } = when.attribute
  return attributes[name]?.trim().toLowerCase() === value.trim().toLowerCase()
}

/** The contact's language as agents name it; none when nobody speaks it, so that nobody waits for ever. */
function contactsLanguage({ settings, agents }: WorkspaceFacts, locale: string): string[] {
  if (!settings.matchesLanguage || locale === '') return []
  const wanted = primary(locale)
  const spoken = agents.flatMap(({ languages }) => languages)
  return [...new Set(spoken.filter((language) => primary(language) === wanted))]
}

function primary(language: string): string {
  return language.toLowerCase().split('-', 1)[0] ?? ''
}

/** The first topic of which a word or phrase stands in what the contact wrote; empty when none does. */
export function topicOf(topics: readonly RoutingTopic[], texts: readonly string[]): string {
  const text = fold(texts.join('\n'))
  return topics.find(({ words }) => words.some((word) => holds(text, fold(word))))?.id ?? ''
}

/** Words of scripts with spaces are whole words; others may stand anywhere. */
function holds(text: string, word: string): boolean {
  if (word === '') return false
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isWhole =
      !isJoined(text[at - 1], word[0]) && !isJoined(word.at(-1), text[at + word.length])
    if (isWhole) return true
  }
  return false
}

function isJoined(before: string | undefined, after: string | undefined): boolean {
  return before !== undefined && after !== undefined && spaced.test(before) && spaced.test(after)
}

const spaced = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u
