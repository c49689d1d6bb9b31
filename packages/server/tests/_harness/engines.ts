import assert from 'node:assert/strict'
import type { Message } from '@parley/protocol'
import type { StandInMake, StandInRequest } from '@parley/stand-ins'

/** What each make needs beside its address. */
export const engineSettings: Record<StandInMake, object> = {
  coze: { botId: '7374724495711502387' },
  fastgpt: {},
  dify: { app: 'chat' },
  openai: { model: 'm' },
  maxkb: {},
  ragflow: { chatId: 'k1' },
}

/** What a request calls the engine's own conversation; '' for a new one. */
export function conversationIn(
  { path, body }: StandInRequest = assert.fail('nothing was asked'),
): string {
  const { conversation_id, chatId, session_id } = body
  const named = new URL(path, 'http://a').searchParams.get('conversation_id')
  const inPath = /chat_message\/([^/]+)/.exec(path)?.[1]
  return String(named ?? conversation_id ?? chatId ?? session_id ?? inPath ?? '')
}

/** The text of a message, and what belongs to it. */
export function spoken({ content }: Message) {
  assert.ok(content?.$case === 'text')
  return content.value
}
