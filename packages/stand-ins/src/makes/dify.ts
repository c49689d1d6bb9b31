import {
  type Answer,
  type Dialect,
  newId,
  piecesOf,
  type Script,
  type StandInRequest,
} from '../script.ts'

function event(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`
}

/** Dify: chat apps by `/chat-messages`, workflows by `/workflows/run`. */
export const dify: Dialect = {
  basePath: '/v1',
  answer(request, script) {
    if (request.path === '/v1/chat-messages') return chat(request, script)
    if (request.path === '/v1/workflows/run') return workflow(request, script)
    if (request.path.endsWith('/stop')) return { json: { result: 'success' } }
    if (/^\/v1\/messages\/[^/]+\/suggested\?/.test(request.path)) {
      const { suggestions: data = [], suggestionsDelayMs: delayMs = 0 } = script
      return { json: { result: 'success', data }, delayMs }
    }
    return undefined
  },
  refusal: (code, message) => ({
    status: code === 'unauthorized' ? 401 : 400,
    json: { code, message, status: 400 },
  }),
}

function chat(request: StandInRequest, script: Script): Answer {
  const known = String(request.body.conversation_id ?? '')
  if (script.unknownConversations?.includes(known) === true) {
    const json = { code: 'not_found', message: 'Conversation Not Exists.', status: 404 }
    return { status: 404, json }
  }
  const conversation_id = known === '' ? `c-${newId()}` : known
  const message_id = `m-${newId()}`
  const of = { conversation_id, message_id, created_at: 1705407629, task_id: `t-${newId()}` }
  const pieces = piecesOf(script)
  const { input = 1033, output = 135 } = script.usage ?? {}
  const kind = script.isRepeating === true ? 'agent_message' : 'message'
  return {
    stream: {
      opening: thoughtsOf(script).map((answer) =>
        event({ event: kind, ...of, id: message_id, answer }),
      ),
      text: pieces.map((answer) => event({ event: kind, ...of, id: message_id, answer })),
      closing: [
        ...(script.isRepeating === true
          ? [event({ event: 'message', ...of, id: message_id, answer: pieces.join('') })]
          : []),
        ...(script.replacement === undefined
          ? []
          : [
              event({
                event: 'message_replace',
                ...of,
                answer: script.replacement,
                reason: 'output_moderation',
              }),
            ]),
      ],
      end: [
        event({
          event: 'message_end',
          ...of,
          id: message_id,
          metadata: {
            annotation_reply: null,
            retriever_resources: (script.citations ?? []).map(({ title, text }, index) => ({
              position: index + 1,
              dataset_name: 'FAQ',
              document_name: title,
              segment_id: `s-${index}`,
              score: 0.98,
              content: text,
            })),
            usage: {
              prompt_tokens: input,
              completion_tokens: output,
              total_tokens: input + output,
              total_price: '0.0013030',
              currency: 'USD',
            },
          },
          files: [],
        }),
      ],
      heartbeat: 'event: ping\n\n',
      failure: (code, message) =>
        event({ event: 'error', message_id, conversation_id, status: 400, code, message }),
      unknown: event({ event: 'weather_changed', ...of, sky: '☁️' }),
    },
  }
}

/** What a model thinks stands in the text itself. */
function thoughtsOf({ thoughts }: Script): string[] {
  return thoughts === undefined ? [] : ['<think>', `${thoughts}\n`, '</think>\n\n']
}

function workflow(request: StandInRequest, script: Script): Answer {
  const workflow_run_id = `r-${newId()}`
  const of = { task_id: `t-${newId()}`, workflow_run_id }
  const pieces = piecesOf(script)
  const { input = 100, output = 50 } = script.usage ?? {}
  const { inputs } = request.body
  const finished = (status: string, error: string | null) =>
    event({
      event: 'workflow_finished',
      ...of,
      data: {
        id: workflow_run_id,
        status,
        outputs: status === 'succeeded' ? { text: pieces.join('') } : {},
        error,
        total_tokens: input + output,
      },
    })
  return {
    stream: {
      opening: [
        event({ event: 'workflow_started', ...of, data: { id: workflow_run_id, inputs } }),
        ...thoughtsOf(script).map((text) => event({ event: 'text_chunk', ...of, data: { text } })),
      ],
      text: pieces.map((text) => event({ event: 'text_chunk', ...of, data: { text } })),
      closing: [],
      end: [finished('succeeded', null)],
      heartbeat: 'event: ping\n\n',
      failure: (_code, message) => finished('failed', message),
      unknown: event({ event: 'weather_changed', ...of, sky: '☁️' }),
    },
  }
}
