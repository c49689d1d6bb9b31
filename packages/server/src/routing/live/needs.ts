import type { Content, Conversation, ConversationLog } from '../../conversations/index.ts'
import { createGather } from '../../platform/gather/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import type { WorkspaceFacts } from '../facts/index.ts'
import type { Need } from '../types.ts'
import { type Asking, type Demands, demandsOf, type Override, topicOf } from './demands.ts'
import type { StoredCourse } from './records.ts'

/** Messages that are looked through for a topic, the newest ones. */
const MESSAGES_MAX = 30
/** Assignments of one contact that are looked through for who knows it. */
const SERVED_MAX = 20
const AGENTS_MAX = 4

interface Contact {
  locale: string
  attributes: Record<string, string>
}

interface Served {
  conversationId: string
  agentId: string
  at: number
}

const nobody: Contact = { locale: '', attributes: {} }

export interface NeedsPorts {
  storage: Storage
  log: ConversationLog
  now: () => number
}

/**
 * What conversations need, gathered from the tables: many that come at once share the queries, and
 * what no rule asks about is not read.
 */
export function createNeeds({ storage: { db }, log, now }: NeedsPorts) {
  const contactOf = createGather(async (ids: readonly string[]) => {
    const rows = await db
      .selectFrom('contacts')
      .select(['id', 'locale', 'attributesJson'])
      .where('id', 'in', ids)
      .execute()
    const found = new Map(
      rows.map(({ id, locale, attributesJson }) => [
        id,
        { locale, attributes: JSON.parse(attributesJson) as Record<string, string> },
      ]),
    )
    return (id) => found.get(id) ?? nobody
  })

  const servedOf = createGather(async (contactIds: readonly string[]) => {
    const rows = await db
      .selectFrom('routingDecisions')
      .select(['contactId', 'conversationId', 'agentId', 'decidedAt as at'])
      .where('contactId', 'in', contactIds)
      .orderBy('id', 'desc')
      .limit(contactIds.length * SERVED_MAX)
      .execute()
    const found = Map.groupBy(rows, ({ contactId }) => contactId)
    return (contactId): Served[] => found.get(contactId) ?? []
  })

  async function asking(facts: WorkspaceFacts, conversation: Conversation): Promise<Asking> {
    const { id, channelId, contactId } = conversation
    const isContactAsked =
      facts.rules.some(({ isOn, when }) => isOn && when.attribute !== null) ||
      (facts.settings.matchesLanguage && facts.agents.some(({ languages }) => languages.length > 0))
    const [contact, messages] = await Promise.all([
      isContactAsked ? contactOf(contactId) : nobody,
      facts.topics.length > 0 ? log.readBefore(id, 0, MESSAGES_MAX) : [],
    ])
    const texts = messages.flatMap(({ author, content }) =>
      author.kind === 'contact' && content.kind === 'text' ? [content.text] : [],
    )
    return { channelId, contactId, ...contact, topic: topicOf(facts.topics, texts) }
  }

  async function demands(
    facts: WorkspaceFacts,
    conversation: Conversation,
    override: Override,
  ): Promise<Demands> {
    return demandsOf(facts, await asking(facts, conversation), override)
  }

  /** Whether a person has answered already, of a conversation that nothing is remembered of. */
  async function isAnswered({ id, state, waitingSince }: Conversation): Promise<boolean> {
    if (state.status === 'queued') return false
    if (waitingSince === 0) return true
    const messages = await log.readBefore(id, 0, MESSAGES_MAX)
    return messages.some(({ author, content }) => author.kind === 'agent' && isSaid(content))
  }

  return {
    /** What the rules say by now. */
    demands,

    /** All that routing knows of a conversation that it has not followed yet. */
    async need(
      facts: WorkspaceFacts,
      conversation: Conversation,
      stored: StoredCourse | undefined,
    ): Promise<Need> {
      const { id, contactId, channelId, state, createdAt, waitingSince } = conversation
      const { settings } = facts
      const { course } = stored ?? {}
      const knowsReturning = settings.policy !== 'manual' && settings.returningMs > 0
      const [demanded, served, answered] = await Promise.all([
        demands(facts, conversation, stored?.override ?? {}),
        knowsReturning ? servedOf(contactId) : [],
        course?.isAnswered ?? isAnswered(conversation),
      ])
      const since = now() - settings.returningMs
      const recent = served.filter(({ at }) => at >= since).map(({ agentId }) => agentId)
      const last = served.find(({ conversationId }) => conversationId === id)
      const began = state.status === 'queued' ? state.queuedAt : createdAt
      return {
        ...demanded,
        conversationId: id,
        contactId,
        channelId,
        queuedAt: course?.queuedAt ?? began,
        createdAt: course?.createdAt ?? began,
        isAnswered: answered,
        waitingSince,
        previousAgentIds: [...new Set(recent)].slice(0, AGENTS_MAX),
        ...(last === undefined ? {} : { returnsTo: last.agentId }),
      }
    },
  }
}

export type Needs = ReturnType<typeof createNeeds>

function isSaid({ kind }: Content): boolean {
  return kind === 'text' || kind === 'file'
}
