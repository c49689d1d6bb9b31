import { type Static, Type } from 'typebox'
import { EngineError } from './engine-error.ts'
import { at, listAt, numberAt, textAt } from './json.ts'
import { BaseUrl, defineMake, END_GRACE_MS } from './make.ts'
import type { EngineQuestion, ToolCall, Usage } from './types.ts'
import type { VendorCodes } from './vendor-error.ts'

const codes: VendorCodes = {
  insufficient_quota: 'quota',
  exceeded_current_quota_error: 'quota',
  Arrearage: 'quota',
  1113: 'quota',
  content_filter: 'content_filtered',
  DataInspectionFailed: 'content_filtered',
  data_inspection_failed: 'content_filtered',
  1301: 'content_filtered',
  sensitive: 'content_filtered',
  engine_overloaded_error: 'busy',
  rate_limit_reached_error: 'rate_limited',
  1302: 'rate_limited',
  1303: 'rate_limited',
  1304: 'quota',
  1305: 'rate_limited',
  1308: 'quota',
  1000: 'auth',
  1001: 'auth',
  1002: 'auth',
  1003: 'auth',
  1004: 'auth',
  1005: 'auth',
  invalid_authentication_error: 'auth',
  incorrect_api_key_error: 'auth',
  invalid_api_key: 'auth',
  InvalidApiKey: 'auth',
  InvalidParameter: 'bad_config',
  invalid_request_error: 'bad_config',
  network_error: 'engine_error',
  insufficient_system_resource: 'busy',
}

const OpenAiSettings = Type.Object(
  {
    /** With its version: "https://api.deepseek.com/v1", "http://localhost:11434/v1". */
    baseUrl: BaseUrl,
    model: Type.String({ minLength: 1, maxLength: 200 }),
    /** Turns texts into vectors. */
    embeddingModel: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    /** Texts in one call; DashScope takes 10. @default 10 */
    embeddingBatchMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_048 })),
    temperature: Type.Optional(Type.Number({ minimum: 0, maximum: 2 })),
    /** Tokens of one answer. */
    answerTokensMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    /** How answers of a given form are asked for. @default "json_schema" */
    answerForm: Type.Optional(
      Type.Union([Type.Literal('json_schema'), Type.Literal('json_object'), Type.Literal('tool')]),
    ),
    /** Sent along as they are: `enable_thinking`, `thinking`, … */
    extra: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
)
type OpenAiSettings = Static<typeof OpenAiSettings>

/** Whatever speaks OpenAI's chat completions: DeepSeek, Qwen, Zhipu, Moonshot, Ollama, vLLM. */
export const openai = defineMake({
  label: 'OpenAI-compatible',
  settings: OpenAiSettings,
  codes,
  keepsConversations: false,
  async *ask(settings, question, wire) {
    const events = wire.events('/chat/completions', bodyOf(settings, question))
    const isFormCalled = question.answerForm !== undefined && settings.answerForm === 'tool'
    const calls = new Map<number, ToolCall>()
    let usage: Usage | undefined
    let finish = ''
    let isDone = false
    for await (const { name, data } of events) {
      if (data === '[DONE]') {
        isDone = true
        yield { type: 'text_ended' }
        wire.endWithin(END_GRACE_MS)
        continue
      }
      // Looked for first: such a chunk may have choices, too, that are empty.
      if (name === 'error' || isError(data)) throw wire.failure(data)
      const choice = at(data, 'choices', 0)
      usage = usageOf(at(data, 'usage')) ?? usageOf(at(choice, 'usage')) ?? usage
      const text = textAt(choice, 'delta', 'content')
      if (text !== '') yield { type: 'text', text }
      for (const piece of listAt(choice, 'delta', 'tool_calls')) {
        const index = numberAt(piece, 'index') ?? indexOf(piece, calls.size)
        const call = calls.get(index) ?? { id: '', name: '', arguments: '' }
        call.id ||= textAt(piece, 'id')
        call.name ||= textAt(piece, 'function', 'name')
        call.arguments += textAt(piece, 'function', 'arguments')
        calls.set(index, call)
        wire.wrote()
        if (isFormCalled) yield { type: 'text', text: textAt(piece, 'function', 'arguments') }
      }
      finish = textAt(choice, 'finish_reason') || finish
      if (finish !== '' && isFailure(finish)) {
        throw wire.failure({ code: finish, message: `The engine stopped: ${finish}.` })
      }
    }
    if (!isDone && finish === '') return
    if (!isFormCalled) for (const call of calls.values()) yield { type: 'tool', call }
    if (usage !== undefined) yield { type: 'usage', usage }
    yield { type: 'done' }
  },
  async embed(settings, texts, wire) {
    const model = settings.embeddingModel
    if (model === undefined) {
      throw new EngineError('bad_config', 'No model for embeddings is set. Name one.')
    }
    const vectors: Float32Array[] = []
    let tokens = 0
    const batch = settings.embeddingBatchMax ?? 10
    for (let from = 0; from < texts.length; from += batch) {
      const input = texts.slice(from, from + batch)
      const reply = await wire.json('POST', '/embeddings', {
        model,
        input,
        encoding_format: 'float',
      })
      wire.wrote()
      if (isError(reply)) throw wire.failure(reply)
      vectors.push(...vectorsOf(reply, input.length))
      tokens += numberAt(reply, 'usage', 'total_tokens') ?? 0
    }
    return { vectors, tokens }
  },
})

function bodyOf(settings: OpenAiSettings, question: EngineQuestion): object {
  const { answerForm, knowledge = '', instructions = '' } = question
  const how = answerForm === undefined ? undefined : (settings.answerForm ?? 'json_schema')
  const form =
    how === 'json_object'
      ? `Answer with JSON of this schema alone:\n${JSON.stringify(answerForm?.schema)}`
      : ''
  const system = [instructions, knowledge, form].filter((part) => part !== '').join('\n\n')
  const tools = (question.tools ?? []).map((tool) => ({ type: 'function', function: tool }))
  const body: Record<string, unknown> = {
    model: settings.model,
    messages: [
      ...(system === '' ? [] : [{ role: 'system', content: system }]),
      ...(question.earlier ?? []).flatMap((turn) => {
        if (turn.by !== 'tool') {
          return [{ role: turn.by === 'visitor' ? 'user' : 'assistant', content: turn.text }]
        }
        const { id, ...call } = turn.call
        return [
          {
            role: 'assistant',
            content: '',
            tool_calls: [{ id, type: 'function', function: call }],
          },
          { role: 'tool', tool_call_id: id, content: turn.result },
        ]
      }),
      { role: 'user', content: question.text },
    ],
    stream: true,
    stream_options: { include_usage: true },
    user: question.userId,
    ...settings.extra,
  }
  if (settings.temperature !== undefined) body.temperature = settings.temperature
  if (settings.answerTokensMax !== undefined) body.max_tokens = settings.answerTokensMax
  if (tools.length > 0) body.tools = tools
  if (answerForm === undefined) return body
  const { name, schema } = answerForm
  // Choosing among given answers wants no imagination.
  body.temperature = 0
  if (how === 'json_object') body.response_format = { type: 'json_object' }
  if (how === 'json_schema') {
    body.response_format = { type: 'json_schema', json_schema: { name, strict: true, schema } }
  }
  if (how === 'tool') {
    body.tools = [{ type: 'function', function: { name, parameters: schema } }]
    body.tool_choice = { type: 'function', function: { name } }
  }
  return body
}

/** `{error: …}`, or what older servers of vLLM write: `{object: "error", message: …}`. */
function isError(data: unknown): boolean {
  const error = at(data, 'error')
  return (error !== undefined && error !== null) || at(data, 'object') === 'error'
}

/** Some servers tell no index: a call with a name of its own is the next, any other piece the last's. */
function indexOf(piece: unknown, count: number): number {
  return textAt(piece, 'id') === '' && count > 0 ? count - 1 : count
}

/** In the order of the texts, which need not be that of the reply. @throws {EngineError} `protocol` */
function vectorsOf(reply: unknown, count: number): Float32Array[] {
  const vectors = new Map<number, Float32Array>()
  for (const [place, entry] of listAt(reply, 'data').entries()) {
    const vector = Float32Array.from(listAt(entry, 'embedding').map(Number))
    // One number that is none would spoil every comparison with it.
    if (vector.length > 0 && vector.every(Number.isFinite)) {
      vectors.set(numberAt(entry, 'index') ?? place, vector)
    }
  }
  const ordered = Array.from({ length: count }, (_, index) => vectors.get(index))
  if (ordered.every((vector) => vector !== undefined)) return ordered
  const made = ordered.filter((vector) => vector !== undefined).length
  throw new EngineError('protocol', `The engine gave ${made} vectors for ${count} texts.`)
}

function isFailure(finish: string): boolean {
  return !['stop', 'length', 'tool_calls', 'function_call'].includes(finish) && finish in codes
}

function usageOf(usage: unknown): Usage | undefined {
  const inputTokens = numberAt(usage, 'prompt_tokens')
  const outputTokens = numberAt(usage, 'completion_tokens')
  if (inputTokens === undefined && outputTokens === undefined) return undefined
  return { inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0 }
}
