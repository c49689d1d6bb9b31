import { Type } from 'typebox'
import { numberAt, textAt } from './json.ts'
import { BaseUrl, defineMake, END_GRACE_MS } from './make.ts'
import type { Wire } from './wire.ts'

/** MaxKB v2. */
export const maxkb = defineMake({
  label: 'MaxKB',
  settings: Type.Object(
    {
      /** With "/chat/api". */
      baseUrl: BaseUrl,
    },
    { additionalProperties: false },
  ),
  codes: { 401: 'auth', 403: 'auth', 404: 'conversation_gone', 1002: 'quota' },
  keepsConversations: true,
  async *ask(_settings, question, wire) {
    const chatId = question.conversationId ?? (await openChat(wire))
    yield { type: 'conversation', id: chatId }
    const events = wire.events(`/chat_message/${encodeURIComponent(chatId)}`, {
      message: question.text,
      stream: true,
      re_chat: false,
    })
    let isWhole = false
    for await (const { data } of events) {
      const code = numberAt(data, 'code')
      if (code !== undefined && code !== 200) throw wire.failure(data)
      const text = textAt(data, 'content')
      if (text !== '') yield { type: 'text', text }
      if (!(data as { is_end?: unknown } | null)?.is_end) continue
      const inputTokens = numberAt(data, 'usage', 'prompt_tokens') ?? 0
      const outputTokens = numberAt(data, 'usage', 'completion_tokens') ?? 0
      if (inputTokens + outputTokens > 0) {
        yield { type: 'usage', usage: { inputTokens, outputTokens } }
      }
      isWhole = true
      yield { type: 'text_ended' }
      wire.endWithin(END_GRACE_MS)
    }
    if (isWhole) yield { type: 'done' }
  },
})

async function openChat(wire: Wire): Promise<string> {
  const reply = await wire.json('GET', '/open')
  const chatId = textAt(reply, 'data')
  if (numberAt(reply, 'code') !== 200 || chatId === '') throw wire.failure(reply)
  return chatId
}
