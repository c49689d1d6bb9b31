import { createHmac } from 'node:crypto'
import type { Outside } from '../../platform/outside/index.ts'
import type { Need } from '../types.ts'

export interface HookCall {
  url: string
  /** Signs the body. */
  secret: string
  workspaceId: string
  need: Need
  /** Who may have it, with room. */
  agentIds: readonly string[]
  timeoutMs: number
  now: number
}

/** Agents that one call names at most; a service that knows more chooses among these. */
const AGENTS_MAX = 1_000
const ANSWER_BYTES_MAX = 16_384

/**
 * Asks a workspace's own service who gets a conversation. The body is signed with HMAC-SHA256 in
 * `x-parley-signature`, over the time in `x-parley-timestamp`, a dot and the body, so that nobody
 * else can ask and nothing can be asked again later.
 *
 * Resolves with the agent it names, undefined when it names none. Rejects with an `OutsideError`,
 * or an `Error` that says how it answered.
 */
export async function askHook(outside: Outside, call: HookCall): Promise<string | undefined> {
  const { need, agentIds, timeoutMs } = call
  const body = JSON.stringify({
    workspaceId: call.workspaceId,
    conversation: {
      id: need.conversationId,
      contactId: need.contactId,
      channelId: need.channelId,
      topicId: need.topic,
      teamId: need.teamId,
      skills: need.skills,
      languages: need.languages,
      priority: need.priority,
      weight: need.weight,
      queuedAt: need.queuedAt,
      previousAgentIds: need.previousAgentIds,
    },
    agentIds: agentIds.slice(0, AGENTS_MAX),
  })
  const timestamp = String(call.now)
  const signature = createHmac('sha256', call.secret).update(`${timestamp}.${body}`).digest('hex')
  const fetch = outside.under({
    reach: 'anywhere',
    answerTimeoutMs: timeoutMs,
    idleTimeoutMs: timeoutMs,
    bodyBytesMax: ANSWER_BYTES_MAX,
  })
  const response = await fetch(call.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-parley-timestamp': timestamp,
      'x-parley-signature': `sha256=${signature}`,
    },
    body,
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new Error(`The routing hook answered with status ${response.status}.`)
  }
  const answer = (await response.json()) as { agentId?: unknown } | null
  return typeof answer?.agentId === 'string' ? answer.agentId : undefined
}
