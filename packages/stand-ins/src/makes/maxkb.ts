import { type Dialect, newId, piecesOf } from '../script.ts'

/** MaxKB v2. */
export const maxkb: Dialect = {
  basePath: '/chat/api',
  answer(request, script) {
    if (request.path === '/chat/api/open') {
      return { json: { code: 200, message: '成功', data: `k-${newId()}` } }
    }
    const chat_id = /^\/chat\/api\/chat_message\/([^/]+)$/.exec(request.path)?.[1]
    if (chat_id === undefined) return undefined
    if (script.unknownConversations?.includes(chat_id) === true) {
      return { json: { code: 404, message: '会话不存在', data: null } }
    }
    const id = newId()
    const { input = 80, output = 12 } = script.usage ?? {}
    const event = (content: string, more: object = {}) =>
      `data: ${JSON.stringify({
        chat_id,
        id,
        operate: true,
        content,
        node_id: 'ai-chat-node',
        up_node_id_list: [],
        is_end: false,
        usage: { completion_tokens: 0, prompt_tokens: 0, total_tokens: 0 },
        ...more,
      })}\n\n`
    const usage = { completion_tokens: output, prompt_tokens: input, total_tokens: input + output }
    return {
      stream: {
        opening:
          script.thoughts === undefined ? [] : [event('', { reasoning_content: script.thoughts })],
        text: piecesOf(script).map((piece) => event(piece)),
        closing: [],
        end: [event('', { is_end: true, usage })],
        heartbeat: event(''),
        failure: (code, message) => `data: ${JSON.stringify({ code, message, data: null })}\n\n`,
        unknown: event('', { node_id: 'weather-node', view_type: 'sky' }),
      },
    }
  },
  refusal: (code, message) => ({ status: 200, json: { code, message, data: null } }),
}
