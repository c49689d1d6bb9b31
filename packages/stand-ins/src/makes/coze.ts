import {
  type Answer,
  type Dialect,
  newId,
  piecesOf,
  type Script,
  type StandInRequest,
} from '../script.ts'

/** No space after the colon. */
function event(name: string, data: unknown): string {
  return `event:${name}\ndata:${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
}

/** Coze's cloud, API v3. */
export const coze: Dialect = {
  basePath: '',
  answer(request, script) {
    const [path] = request.path.split('?')
    if (path === '/v3/chat/cancel') return { json: { code: 0, msg: '', data: request.body } }
    return path === '/v3/chat' ? chat(request, script) : undefined
  },
  refusal: (code, message) => ({
    status: 200,
    json: { code: Number(code), msg: message, detail: { logid: '20261123LOGID' } },
  }),
}

function chat(request: StandInRequest, script: Script): Answer {
  const known = new URL(request.path, 'http://a').searchParams.get('conversation_id')
  if (known !== null && script.unknownConversations?.includes(known) === true) {
    return { json: coze.refusal(4002, 'The conversation does not exist.').json }
  }
  const conversation_id = known ?? newId()
  const chat_id = newId()
  const bot_id = String(request.body.bot_id)
  const of = { conversation_id, bot_id }
  const { input = 545, output = 1179 } = script.usage ?? {}
  const chatOf = (status: string, usage = { token_count: 0, output_count: 0, input_count: 0 }) => ({
    id: chat_id,
    ...of,
    created_at: 1747895253,
    last_error: { code: 0, msg: '' },
    status,
    usage,
    section_id: conversation_id,
  })
  const message = (id: string, type: string, content: string) => ({
    id,
    ...of,
    role: 'assistant',
    type,
    content,
    content_type: 'text',
    chat_id,
    section_id: conversation_id,
  })
  const answerId = newId()
  const pieces = piecesOf(script)
  const completed = 'conversation.message.completed'
  const calls = script.tool === undefined ? [] : [script.tool]
  return {
    stream: {
      opening: [
        event('conversation.chat.created', chatOf('created')),
        event('conversation.chat.in_progress', chatOf('in_progress')),
        ...(script.thoughts === undefined
          ? []
          : [
              event('conversation.message.delta', {
                ...message(answerId, 'answer', ''),
                reasoning_content: script.thoughts,
              }),
            ]),
      ],
      text: pieces.map((piece) =>
        event('conversation.message.delta', message(answerId, 'answer', piece)),
      ),
      closing: [
        event(completed, message(answerId, 'answer', script.replacement ?? pieces.join(''))),
        ...(script.citations ?? []).map(({ text }) =>
          event(completed, message(newId(), 'knowledge', text)),
        ),
      ],
      late: [
        event(
          completed,
          message(
            newId(),
            'verbose',
            '{"msg_type":"generate_answer_finish","data":"{\\"finish_reason\\":0,\\"FinData\\":\\"\\"}","from_module":null,"from_unit":null}',
          ),
        ),
        ...(script.suggestions ?? []).map((text) =>
          event(completed, message(newId(), 'follow_up', text)),
        ),
      ],
      end: [
        ...calls.map((call) =>
          event('conversation.chat.requires_action', {
            ...chatOf('requires_action'),
            required_action: {
              type: 'submit_tool_outputs',
              submit_tool_outputs: {
                tool_calls: [
                  {
                    id: newId(),
                    type: 'function',
                    function: { name: call.name, arguments: call.arguments.join('') },
                  },
                ],
              },
            },
          }),
        ),
        ...(calls.length > 0
          ? []
          : [
              event(
                'conversation.chat.completed',
                chatOf('completed', {
                  token_count: input + output,
                  output_count: output,
                  input_count: input,
                }),
              ),
            ]),
        event('done', '"[DONE]"'),
      ],
      // None is known of Coze; an event without data is what comes nearest.
      heartbeat: 'event:PING\n\n',
      failure: (code, msg) =>
        event('conversation.chat.failed', {
          ...chatOf('failed'),
          last_error: { code: Number(code), msg },
        }),
      unknown: event('conversation.weather.changed', { sky: '☁️' }),
    },
  }
}
