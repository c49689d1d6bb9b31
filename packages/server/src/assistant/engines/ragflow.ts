import { Type } from 'typebox'
import { at, listAt, numberAt, textAt } from './json.ts'
import { BaseUrl, defineMake, END_GRACE_MS } from './make.ts'
import type { Mark } from './marks.ts'

/** `[ID:0]` and `##0$$` point to pieces that the visitor cannot see. */
const idMark: Mark = {
  whole: /^\[ID:\s?\d{1,4}\]/,
  mayBecome: (text) => /^\[(I|ID|ID:\s?\d{0,4})?$/.test(text),
}
const hashMark: Mark = {
  whole: /^##\d{1,4}\$\$/,
  mayBecome: (text) => /^#(#(\d{1,4}\$?)?)?$/.test(text),
}

/** RAGFlow, from 0.27 on. */
export const ragflow = defineMake({
  label: 'RAGFlow',
  settings: Type.Object(
    {
      /** With "/api/v1". */
      baseUrl: BaseUrl,
      chatId: Type.String({ minLength: 1, maxLength: 64 }),
    },
    { additionalProperties: false },
  ),
  codes: { 100: 'engine_error', 101: 'bad_config', 102: 'bad_config', 103: 'auth', 109: 'auth' },
  keepsConversations: true,
  marks: { list: [idMark, hashMark], starts: '[#' },
  async *ask(settings, question, wire) {
    const events = wire.events('/chat/completions', {
      chat_id: settings.chatId,
      ...(question.conversationId === undefined ? {} : { session_id: question.conversationId }),
      question: question.text,
      stream: true,
    })
    let sessionId = ''
    let text = ''
    let pieces = ''
    let isThinking = false
    let isWhole = false
    // Older versions say everything so far each time; the second piece tells.
    let isCumulative: boolean | undefined
    const cited = new Set<string>()
    for await (const { data } of events) {
      if (data === '') continue
      if (numberAt(data, 'code') !== 0) throw wire.failure(data)
      if (at(data, 'data') === true) {
        isWhole = true
        yield { type: 'text_ended' }
        wire.endWithin(END_GRACE_MS)
        continue
      }
      const said = at(data, 'data')
      if (sessionId === '' && textAt(said, 'session_id') !== '') {
        sessionId = textAt(said, 'session_id')
        yield { type: 'conversation', id: sessionId }
      }
      if (at(said, 'start_to_think') === true) isThinking = true
      const answer = isThinking ? '' : textAt(said, 'answer')
      if (at(said, 'end_to_think') === true) isThinking = false
      if (text !== '' && answer !== '') {
        isCumulative ??= answer.length > text.length && answer.startsWith(text)
      }
      if (isCumulative === true && answer !== '' && !answer.startsWith(text)) {
        // Pieces that began alike; or everything once more, with marks put into it.
        isCumulative = at(said, 'final') !== false
        text = isCumulative ? answer : pieces + answer
        yield { type: 'replace', text }
      } else {
        const more = isCumulative === true ? answer.slice(text.length) : answer
        text += more
        if (more !== '') yield { type: 'text', text: more }
      }
      pieces += answer
      for (const chunk of listAt(said, 'reference', 'chunks')) {
        const id = textAt(chunk, 'id') || textAt(chunk, 'chunk_id')
        if (cited.has(id)) continue
        cited.add(id)
        yield {
          type: 'citation',
          citation: {
            id,
            title: textAt(chunk, 'document_name'),
            text: textAt(chunk, 'content'),
            score: numberAt(chunk, 'similarity'),
          },
        }
      }
    }
    if (isWhole) yield { type: 'done' }
  },
})
