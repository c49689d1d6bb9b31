import { type Static, Type } from 'typebox'
import { at, listAt, numberAt, textAt } from './json.ts'
import { BaseUrl, defineMake, END_GRACE_MS, KnowledgeVariable, variablesOf } from './make.ts'
import type { EngineEvent, EngineQuestion } from './types.ts'
import type { VendorCodes } from './vendor-error.ts'
import type { Wire } from './wire.ts'

const codes: VendorCodes = {
  unauthorized: 'auth',
  forbidden: 'auth',
  provider_quota_exceeded: 'quota',
  rate_limit_error: 'quota',
  too_many_requests: 'rate_limited',
  invalid_param: 'bad_config',
  bad_request: 'bad_config',
  not_chat_app: 'bad_config',
  app_unavailable: 'bad_config',
  agent_not_published: 'bad_config',
  provider_not_initialize: 'bad_config',
  model_currently_not_support: 'bad_config',
  conversation_completed: 'conversation_gone',
  not_found: 'conversation_gone',
  completion_request_error: 'engine_error',
  internal_server_error: 'engine_error',
}

/** A chatflow ends twice: `message_end`, then `workflow_finished`; or that and an `error`. */
const CHATFLOW_GRACE_MS = 2_000
/** A model writes them when they are asked for. */
const SUGGESTIONS_MS_MAX = 3_000

const DifySettings = Type.Object(
  {
    /** With "/v1". */
    baseUrl: BaseUrl,
    /** `chat` for chatbots, agents and chatflows; `workflow` for workflows. */
    app: Type.Union([Type.Literal('chat'), Type.Literal('workflow')]),
    /** The workflow's input that takes the question. @default "query" */
    questionVariable: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    /** The workflow's output that is the answer. @default the streamed text, or the first output */
    answerVariable: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    /** Asks for suggested questions after each answer; the app must have them switched on. */
    hasSuggestions: Type.Optional(Type.Boolean()),
    variables: Type.Optional(Type.Record(Type.String(), Type.String())),
    knowledgeVariable: KnowledgeVariable,
  },
  { additionalProperties: false },
)
type DifySettings = Static<typeof DifySettings>

/** Dify: chatbots, agents, chatflows and workflows. */
export const dify = defineMake({
  label: 'Dify',
  settings: DifySettings,
  codes,
  keepsConversations: true,
  ask: (settings, question, wire) =>
    (settings.app === 'chat' ? askChat : askWorkflow)(settings, question, wire),
})

async function* askChat(
  settings: DifySettings,
  question: EngineQuestion,
  wire: Wire,
): AsyncGenerator<EngineEvent, void, undefined> {
  const user = question.userId
  const events = wire.events('/chat-messages', {
    query: question.text,
    inputs: variablesOf(settings, question),
    user,
    response_mode: 'streaming',
    conversation_id: question.conversationId ?? '',
    auto_generate_name: false,
  })
  let isStarted = false
  let isChatflow = false
  let hasAgentText = false
  let isWhole = false
  let messageId = ''
  let failed: Error | undefined
  for await (const { data } of events) {
    const event = textAt(data, 'event')
    const conversationId = textAt(data, 'conversation_id')
    const taskId = textAt(data, 'task_id')
    if (!isStarted && conversationId !== '' && taskId !== '') {
      isStarted = true
      yield { type: 'conversation', id: conversationId }
      wire.stopBy(`/chat-messages/${taskId}/stop`, { user })
    }
    if (event === 'workflow_started') isChatflow = true
    if (event === 'message' || event === 'agent_message') {
      messageId = textAt(data, 'message_id')
      const text = textAt(data, 'answer')
      // Newer agents say the whole answer once more, as a message.
      const isRepeat = event === 'message' && hasAgentText
      if (event === 'agent_message') hasAgentText = true
      if (text !== '') yield { type: isRepeat ? 'replace' : 'text', text }
    }
    if (event === 'message_replace') yield { type: 'replace', text: textAt(data, 'answer') }
    if (event === 'human_input_required') {
      yield { type: 'handoff', reason: textAt(data, 'data', 'form_content') }
      isWhole = true
      wire.endWithin(END_GRACE_MS)
    }
    if (event === 'message_end') {
      for (const found of listAt(data, 'metadata', 'retriever_resources')) {
        yield {
          type: 'citation',
          citation: {
            id: textAt(found, 'segment_id'),
            title: textAt(found, 'document_name'),
            text: textAt(found, 'content'),
            score: numberAt(found, 'score'),
          },
        }
      }
      const inputTokens = numberAt(data, 'metadata', 'usage', 'prompt_tokens') ?? 0
      const outputTokens = numberAt(data, 'metadata', 'usage', 'completion_tokens') ?? 0
      if (inputTokens + outputTokens > 0) {
        yield { type: 'usage', usage: { inputTokens, outputTokens } }
      }
      yield { type: 'text_ended' }
      isWhole = true
      wire.endWithin(isChatflow ? CHATFLOW_GRACE_MS : END_GRACE_MS)
    }
    if (event === 'workflow_finished') {
      const status = textAt(data, 'data', 'status')
      if (status === 'stopped') return
      // The event after it says in a code what it was.
      if (status === 'failed') failed = workflowFailure(data, wire)
      isWhole = true
      wire.endWithin(failed === undefined ? END_GRACE_MS : CHATFLOW_GRACE_MS)
    }
    if (event === 'error') throw wire.failure(data)
  }
  if (failed !== undefined) throw failed
  if (!isWhole) return
  if (settings.hasSuggestions === true && messageId !== '') {
    const path = `/messages/${messageId}/suggested?user=${encodeURIComponent(user)}`
    // Switched off or late: the answer stands without.
    wire.endWithin(SUGGESTIONS_MS_MAX)
    const reply = await wire.json('GET', path).catch(() => undefined)
    for (const text of listAt(reply, 'data')) {
      if (typeof text === 'string') yield { type: 'suggestion', text }
    }
  }
  yield { type: 'done' }
}

async function* askWorkflow(
  settings: DifySettings,
  question: EngineQuestion,
  wire: Wire,
): AsyncGenerator<EngineEvent, void, undefined> {
  const user = question.userId
  const events = wire.events('/workflows/run', {
    inputs: {
      ...variablesOf(settings, question),
      [settings.questionVariable ?? 'query']: question.text,
    },
    user,
    response_mode: 'streaming',
  })
  let hasText = false
  let isWhole = false
  for await (const { data } of events) {
    const event = textAt(data, 'event')
    const taskId = textAt(data, 'task_id')
    if (event === 'workflow_started' && taskId !== '') {
      wire.stopBy(`/workflows/tasks/${taskId}/stop`, { user })
    }
    if (event === 'text_chunk' && settings.answerVariable === undefined) {
      const text = textAt(data, 'data', 'text')
      hasText ||= text !== ''
      if (text !== '') yield { type: 'text', text }
    }
    if (event === 'human_input_required') {
      yield { type: 'handoff', reason: textAt(data, 'data', 'form_content') }
      isWhole = true
      wire.endWithin(END_GRACE_MS)
    }
    if (event === 'error') throw wire.failure(data)
    if (event !== 'workflow_finished') continue
    const status = textAt(data, 'data', 'status')
    if (status === 'failed') throw workflowFailure(data, wire)
    if (status === 'stopped') return
    if (!hasText) yield { type: 'text', text: outputOf(settings, question, data) }
    const tokens = numberAt(data, 'data', 'total_tokens') ?? 0
    if (tokens > 0) yield { type: 'usage', usage: { inputTokens: 0, outputTokens: tokens } }
    isWhole = true
    wire.endWithin(END_GRACE_MS)
  }
  if (isWhole) yield { type: 'done' }
}

function outputOf(settings: DifySettings, question: EngineQuestion, data: unknown): string {
  const outputs = at(data, 'data', 'outputs')
  const named = settings.answerVariable
  if (named === undefined && question.answerForm !== undefined) return JSON.stringify(outputs)
  const output = named === undefined ? listAt(outputs)[0] : at(outputs, named)
  return typeof output === 'string' ? output : JSON.stringify(output ?? '')
}

function workflowFailure(data: unknown, wire: Wire): Error {
  return wire.failure({ message: textAt(data, 'data', 'error') }, 'engine_error')
}
