import assert from 'node:assert/strict'
import type { ServerBody } from '@parley/protocol'
import type { RawClient } from './raw-client.ts'

/** The reason of an answer that must be an error. */
export function reasonOf(body: ServerBody): string {
  assert.equal(body.$case, 'error')
  return body.$case === 'error' ? body.value.reason : ''
}

/** The request that starts a conversation. */
export const start = (clientId: string, text = '你好') =>
  ({ $case: 'startConversation', value: { clientId, text: { text } } }) as const

/** The request that posts a text. */
export const post = (conversationId: string, clientId: string, text: string) =>
  ({
    $case: 'post',
    value: { conversationId, clientId, content: { $case: 'text', value: { text } } },
  }) as const

/** Starts a conversation; resolves with its id. */
export async function startedBy(client: RawClient, requestId = 2): Promise<string> {
  const body = await client.ask(requestId, start(`start-${requestId}`))
  assert.equal(body.$case, 'conversationStarted')
  return (body.$case === 'conversationStarted' && body.value.conversation?.id) || ''
}

/** The first 200 messages of a conversation. */
export async function logOf(client: RawClient, conversationId: string, requestId: number) {
  const body = await client.ask(requestId, {
    $case: 'fetchMessages',
    value: { conversationId, range: { $case: 'afterSeq', value: 0 }, limit: 200 },
  })
  assert.equal(body.$case, 'messagePage')
  return body.$case === 'messagePage' ? body.value.messages : []
}
