import type { AssistantSettings } from '@parley/protocol/rest/assistant'
import {
  type Conversation,
  type ConversationPorts,
  change,
  type Message,
  type PostedContent,
  post,
} from '../../conversations/index.ts'
import { guessLanguage } from '../../text/index.ts'
import type { HandoverReason, Trace } from '../pipeline/index.ts'

/** Messages that a summary looks back over. */
const LOOK_BACK = 30
/** Of the visitor's own words, in UTF-16 code units each. */
const QUOTE_LENGTH_MAX = 300
const QUOTES_MAX = 5

export interface HandOverPorts {
  conversations: ConversationPorts
  settingsOf(workspaceId: string): AssistantSettings
  /** Whether a person is there to answer. */
  isStaffed(workspaceId: string): boolean
}

/**
 * Leaves a conversation to people: puts it into the queue, leaves a note with what the visitor wants
 * and what was tried, and tells the visitor. The queue comes first, so whatever fails afterwards, a
 * person will come. An agent who was quicker has it already; then there is nothing to do.
 */
export async function handOver(
  ports: HandOverPorts,
  conversation: Conversation,
  { questionSeq, question, reason }: Pick<Trace, 'questionSeq' | 'question' | 'reason'>,
): Promise<void> {
  const { conversations } = ports
  const { id: conversationId, workspaceId } = conversation
  const settings = ports.settingsOf(workspaceId)
  const author = { kind: 'assistant', id: 'assistant', name: settings.name } as const
  const scope = { workspaceId }
  const { state } = await change(conversations, scope, conversationId, author, {
    type: 'hand_over',
  })
  if (state.status !== 'queued') return
  const messages = await conversations.log.readBefore(conversationId, 0, LOOK_BACK)
  const language = guessLanguage(question) === 'zh' ? 'zh-CN' : 'en'
  const say = (clientId: string, content: PostedContent) =>
    post(conversations, { scope, conversationId, clientId, author, content })
  await say(`summary.${questionSeq}`, {
    kind: 'note',
    text: summarise(messages, reason || 'no_answer', language),
  })
  const texts = settings.texts[language]
  const isStaffed = ports.isStaffed(workspaceId)
  const isForm = !isStaffed && settings.whenNobodyIsThere === 'message_form'
  await say(`goodbye.${questionSeq}`, {
    kind: 'text',
    text: isStaffed ? texts.handingOver : texts.nobodyThere,
    answer: { citations: [], suggestions: [], ...(isForm ? { offer: 'message_form' } : {}) },
  })
}

const reasons: Record<'zh-CN' | 'en', Record<HandoverReason, string>> = {
  'zh-CN': {
    wanted: '访客要求人工服务。',
    angry: '访客情绪不佳。',
    not_helped: '多次回答都没有解决问题。',
    people_only: '这类问题由人工处理。',
    no_answer: '没有找到足够好的答案。',
    failed: '助手出错，无法回答。',
  },
  en: {
    wanted: 'The visitor asked for a person.',
    angry: 'The visitor is upset.',
    not_helped: 'Several answers have not helped.',
    people_only: 'This is a matter for people.',
    no_answer: 'No answer was good enough.',
    failed: 'The assistant failed and could not answer.',
  },
}

/** What an agent has to know before the first word: why, what was asked, what was answered. */
function summarise(
  messages: readonly Message[],
  reason: HandoverReason,
  language: 'zh-CN' | 'en',
): string {
  const quoted = (kind: 'contact' | 'assistant') =>
    messages
      .filter(({ author, content }) => author.kind === kind && content.kind === 'text')
      .slice(-QUOTES_MAX)
      .map(({ content }) => `• ${cut(content.kind === 'text' ? content.text : '')}`)
  const asked = quoted('contact')
  const answered = quoted('assistant')
  const heading =
    language === 'zh-CN'
      ? { asked: '访客问：', answered: '助手答：' }
      : { asked: 'Asked:', answered: 'Answered:' }
  return [
    reasons[language][reason],
    ...(asked.length > 0 ? [heading.asked, ...asked] : []),
    ...(answered.length > 0 ? [heading.answered, ...answered] : []),
  ].join('\n')
}

function cut(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  return line.length <= QUOTE_LENGTH_MAX ? line : `${line.slice(0, QUOTE_LENGTH_MAX - 1)}…`
}
