import { Type } from 'typebox'
import { at, numberAt, textAt } from './json.ts'
import { BaseUrl, defineMake, END_GRACE_MS, KnowledgeVariable, variablesOf } from './make.ts'
import type { VendorCodes } from './vendor-error.ts'

const codes: VendorCodes = {
  4000: 'bad_config',
  4001: 'conversation_gone',
  4002: 'conversation_gone',
  4003: 'bad_config',
  4004: 'bad_config',
  4005: 'bad_config',
  4006: 'bad_config',
  4007: 'bad_config',
  4008: 'quota',
  4009: 'busy',
  4010: 'bad_config',
  4011: 'quota',
  4013: 'rate_limited',
  4014: 'content_filtered',
  4015: 'bad_config',
  4016: 'busy',
  4019: 'quota',
  4020: 'rate_limited',
  4021: 'bad_config',
  4022: 'quota',
  4100: 'auth',
  4101: 'auth',
  4102: 'content_filtered',
  4105: 'content_filtered',
  4200: 'bad_config',
  4300: 'bad_config',
  4301: 'bad_config',
  4302: 'bad_config',
  4303: 'bad_config',
  4304: 'bad_config',
  4314: 'bad_config',
  4315: 'bad_config',
  5000: 'engine_error',
  6003: 'bad_config',
  700012006: 'auth',
  // Coze Studio's own.
  103000000: 'bad_config',
  103000001: 'auth',
  103000002: 'conversation_gone',
  103100001: 'engine_error',
  103100002: 'bad_config',
  103200003: 'conversation_gone',
}

/** Coze (扣子), the cloud's API v3 and Coze Studio. */
export const coze = defineMake({
  label: 'Coze',
  settings: Type.Object(
    {
      baseUrl: BaseUrl,
      botId: Type.String({ minLength: 1, maxLength: 64 }),
      variables: Type.Optional(Type.Record(Type.String(), Type.String())),
      knowledgeVariable: KnowledgeVariable,
    },
    { additionalProperties: false },
  ),
  codes,
  keepsConversations: true,
  async *ask(settings, question, wire) {
    const { conversationId, earlier = [] } = question
    const turns = conversationId === undefined ? earlier : []
    const messages = turns.flatMap((turn) =>
      turn.by === 'tool'
        ? []
        : turn.by === 'visitor'
          ? [{ role: 'user', type: 'question', content: turn.text, content_type: 'text' }]
          : [{ role: 'assistant', type: 'answer', content: turn.text, content_type: 'text' }],
    )
    const where =
      conversationId === undefined ? '' : `?conversation_id=${encodeURIComponent(conversationId)}`
    const events = wire.events(`/v3/chat${where}`, {
      bot_id: settings.botId,
      user_id: question.userId,
      stream: true,
      auto_save_history: true,
      additional_messages: [
        // At most 100, with the question.
        ...messages.slice(-99),
        { role: 'user', type: 'question', content: question.text, content_type: 'text' },
      ],
      custom_variables: variablesOf(settings, question),
    })
    let isWhole = false
    let messageId = ''
    let earlierMessages = ''
    let message = ''
    for await (const { name, data } of events) {
      switch (name) {
        case 'conversation.chat.created': {
          const chatId = textAt(data, 'id')
          const id = textAt(data, 'conversation_id')
          if (id !== '') yield { type: 'conversation', id }
          wire.stopBy('/v3/chat/cancel', { chat_id: chatId, conversation_id: id })
          break
        }
        case 'conversation.message.delta':
        case 'conversation.message.completed': {
          const type = textAt(data, 'type')
          const content = textAt(data, 'content')
          const isCompleted = name === 'conversation.message.completed'
          if (type === 'follow_up' && isCompleted) yield { type: 'suggestion', text: content }
          if (type === 'knowledge' && isCompleted) {
            const citation = { id: textAt(data, 'id'), title: '', text: content }
            yield { type: 'citation', citation }
          }
          if (type !== 'answer' || (content === '' && !isCompleted)) break
          const id = textAt(data, 'id')
          if (id !== messageId) {
            // An agent may answer in several messages.
            earlierMessages = earlierMessages + message + (message === '' ? '' : '\n\n')
            if (message !== '') yield { type: 'text', text: '\n\n' }
            messageId = id
            message = ''
          }
          if (!isCompleted) {
            message += content
            yield { type: 'text', text: content }
            break
          }
          // The whole once more; it counts only where the pieces told something else.
          const isText = textAt(data, 'content_type') === 'text'
          if (isText && content !== message && content !== '') {
            const type = message === '' ? 'text' : 'replace'
            yield { type, text: type === 'text' ? content : earlierMessages + content }
            message = content
          }
          yield { type: 'text_ended' }
          break
        }
        case 'conversation.chat.completed': {
          const inputTokens = numberAt(data, 'usage', 'input_count') ?? 0
          const outputTokens = numberAt(data, 'usage', 'output_count') ?? 0
          if (inputTokens + outputTokens > 0) {
            yield { type: 'usage', usage: { inputTokens, outputTokens } }
          }
          isWhole = true
          wire.endWithin(END_GRACE_MS)
          break
        }
        case 'conversation.chat.requires_action': {
          const calls = at(data, 'required_action', 'submit_tool_outputs', 'tool_calls')
          for (const call of Array.isArray(calls) ? calls : []) {
            if (textAt(call, 'type') === 'reply_message') continue
            yield {
              type: 'tool',
              call: {
                id: textAt(call, 'id'),
                name: textAt(call, 'function', 'name'),
                arguments: textAt(call, 'function', 'arguments'),
              },
            }
          }
          // It waits for us now, and for the visitor's next message where it asked for one.
          isWhole = true
          wire.endWithin(END_GRACE_MS)
          break
        }
        case 'conversation.chat.failed':
        case 'error':
          throw wire.failure(data)
        case 'conversation.chat.canceled':
        case 'conversation.chat.cancelled':
          throw wire.failure({ message: 'The chat was cancelled at the engine.' }, 'engine_error')
        case 'done':
          isWhole = true
          wire.endWithin(END_GRACE_MS)
          break
      }
    }
    if (isWhole) yield { type: 'done' }
  },
})
