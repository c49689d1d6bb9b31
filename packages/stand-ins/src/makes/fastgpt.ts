import { type Dialect, piecesOf } from '../script.ts'

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
}

function chunk(delta: object, finish_reason: string | null = null): unknown {
  return {
    id: '',
    object: '',
    created: 0,
    model: '',
    choices: [{ delta, index: 0, finish_reason }],
  }
}

/** FastGPT's API v1 with details: its citations come after `[DONE]`. */
export const fastgpt: Dialect = {
  basePath: '/api',
  answer(request, script) {
    if (request.path === '/api/v2/chat/stop')
      return { json: { code: 200, data: { success: true } } }
    if (request.path !== '/api/v1/chat/completions') return undefined
    if (script.unknownConversations?.includes(String(request.body.chatId)) === true) {
      const { status, json } = fastgpt.refusal(504000, 'unAuthChat')
      return { status, json }
    }
    const role = 'assistant'
    return {
      stream: {
        opening: [
          event('flowNodeStatus', { status: 'running', name: '知识库搜索' }),
          ...(script.thoughts === undefined
            ? []
            : [event('answer', chunk({ role, reasoning_content: script.thoughts }))]),
        ],
        text: piecesOf(script).map((content) => event('answer', chunk({ role, content }))),
        closing: [event('answer', chunk({}, 'stop'))],
        end: [
          event('answer', '[DONE]'),
          event('flowResponses', [
            {
              moduleName: '知识库搜索',
              moduleType: 'datasetSearchNode',
              quoteList: (script.citations ?? []).map(({ title, text }, index) => ({
                id: `q${index}`,
                q: text,
                a: '',
                datasetId: 'd1',
                sourceName: title,
                score: [{ type: 'embedding', value: 0.83, index: 0 }],
              })),
            },
          ]),
        ],
        heartbeat: event('answer', chunk({ role, content: '' })),
        failure: (code, message) =>
          event('error', { code: Number(code), statusText: 'failed', message, data: null }),
        unknown: event('weatherChanged', { sky: '☁️' }),
      },
    }
  },
  refusal: (code, message) => ({
    status: 500,
    json: { code: Number(code), statusText: 'refused', message, data: null },
  }),
}
