import { type Dialect, newId, piecesOf } from '../script.ts'

/** No space after the colon. */
function event(data: unknown): string {
  return `data:${JSON.stringify({ code: 0, message: '', data })}\n\n`
}

/** RAGFlow, from 0.27 on; with `isRepeating`, as before 0.24. */
export const ragflow: Dialect = {
  basePath: '/api/v1',
  answer(request, script) {
    if (request.path !== '/api/v1/chat/completions') return undefined
    const known = request.body.session_id
    if (typeof known === 'string' && script.unknownConversations?.includes(known) === true) {
      return { json: ragflow.refusal(404, 'Session not found.').json }
    }
    const session_id = known ?? `s-${newId()}`
    const of = { id: newId(), session_id, chat_id: request.body.chat_id }
    const says = (answer: string, more: object = {}) =>
      event({ answer, reference: {}, audio_binary: null, ...of, final: false, ...more })
    const pieces = piecesOf(script)
    const repeats = script.isRepeating === true
    const chunks = (script.citations ?? []).map(({ title, text }, index) => ({
      id: `p${index}`,
      content: text,
      document_id: `d${index}`,
      document_name: title,
      similarity: 0.81,
    }))
    return {
      stream: {
        opening:
          script.thoughts === undefined
            ? []
            : [says(script.thoughts, { start_to_think: true }), says('', { end_to_think: true })],
        text: pieces.map((piece, at) => says(repeats ? pieces.slice(0, at + 1).join('') : piece)),
        closing: [
          says(repeats ? pieces.join('') : '', {
            reference: { total: chunks.length, chunks, doc_aggs: [] },
            final: true,
          }),
        ],
        end: [event(true)],
        heartbeat: says(''),
        failure: (code, message) => `data:${JSON.stringify({ code, message })}\n\n`,
        unknown: says('', { weather: '☁️' }),
      },
    }
  },
  refusal: (code, message) => ({ status: 200, json: { code: Number(code), message } }),
}
