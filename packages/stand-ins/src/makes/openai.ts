import { type Answer, type Dialect, piecesOf, type Script, type StandInRequest } from '../script.ts'

function event(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`
}

/** OpenAI's chat completions and embeddings, as DeepSeek, Ollama, vLLM and others speak them. */
export const openai: Dialect = {
  basePath: '/v1',
  answer(request, script) {
    if (request.path === '/v1/chat/completions') return chat(request, script)
    return request.path === '/v1/embeddings' ? embeddings(request) : undefined
  },
  refusal: (code, message) => ({
    status: typeof code === 'number' && code >= 400 && code <= 599 ? code : 400,
    json: { error: { message, type: String(code), param: null, code } },
  }),
}

function chat(request: StandInRequest, script: Script): Answer {
  const { model } = request.body
  const chunk = (choices: unknown[], usage: unknown = null) =>
    event({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices, usage })
  const delta = (content: object, finish_reason: string | null = null) =>
    chunk([{ index: 0, delta: content, finish_reason }])
  const { tool } = script
  const { input = 9, output = 3 } = script.usage ?? {}
  const calls = (tool?.arguments ?? []).map((text, index) =>
    delta({
      tool_calls: [
        index === 0
          ? {
              index: 0,
              id: 'call_1',
              type: 'function',
              function: { name: tool?.name, arguments: text },
            }
          : { index: 0, function: { arguments: text } },
      ],
    }),
  )
  return {
    stream: {
      opening: [
        // Azure begins with such a one.
        chunk([]),
        delta({ role: 'assistant', content: '' }),
        ...(script.thoughts === undefined ? [] : [delta({ reasoning_content: script.thoughts })]),
      ],
      text: piecesOf(script).map((content) => delta({ content })),
      closing: calls,
      end: [
        delta({}, tool === undefined ? 'stop' : 'tool_calls'),
        chunk([], {
          prompt_tokens: input,
          completion_tokens: output,
          total_tokens: input + output,
        }),
        'data: [DONE]\n\n',
      ],
      heartbeat: ': keep-alive\n\n',
      failure: (code, message) => event({ choices: [], error: { message, type: 'error', code } }),
      unknown: `event: weather\n${event({ sky: '☁️' })}`,
    },
  }
}

const DIMENSIONS = 64

/** Texts with pairs of characters in common lie close together, so a search by meaning does work. */
function embeddings(request: StandInRequest): Answer {
  const { input, model } = request.body
  const texts = Array.isArray(input) ? input.map(String) : [String(input)]
  const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: vector(text) }))
  // Not in the order of the texts: a client that trusts it is wrong.
  return {
    json: {
      object: 'list',
      data: data.reverse(),
      model,
      usage: { prompt_tokens: texts.length, total_tokens: texts.length },
    },
  }
}

function vector(text: string): number[] {
  const sums = new Array<number>(DIMENSIONS).fill(0)
  const characters = Array.from(text.toLowerCase())
  for (const [at, character] of characters.entries()) {
    const pair = character + (characters[at + 1] ?? '')
    let hash = 2_166_136_261
    for (let index = 0; index < pair.length; index += 1) {
      hash = Math.imul(hash ^ pair.charCodeAt(index), 16_777_619)
    }
    const place = (hash >>> 1) % DIMENSIONS
    sums[place] = (sums[place] ?? 0) + (hash & 1 ? 1 : -1)
  }
  const length = Math.hypot(...sums) || 1
  return sums.map((sum) => sum / length)
}
