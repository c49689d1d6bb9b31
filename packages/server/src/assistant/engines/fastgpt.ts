import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { at, listAt, numberAt, textAt } from './json.ts'
import { BaseUrl, defineMake, KnowledgeVariable, variablesOf } from './make.ts'
import type { Mark } from './marks.ts'
import type { EngineCitation } from './types.ts'
import type { VendorCodes } from './vendor-error.ts'

const codes: VendorCodes = {
  403: 'auth',
  409: 'busy',
  429: 'rate_limited',
  500: 'engine_error',
  510: 'quota',
  511: 'auth',
  514: 'auth',
  // Knowledge bases: missing, not allowed, not ready.
  501000: 'bad_config',
  501001: 'bad_config',
  501002: 'bad_config',
  501003: 'bad_config',
  501004: 'bad_config',
  501005: 'bad_config',
  504000: 'conversation_gone',
}

/** `[<id>](CITE)` points to a quote that the visitor cannot see. */
const citeMark: Mark = {
  whole: /^\[[\w-]{1,64}\]\((?:CITE|QUOTE)\)/,
  mayBecome: (text) => /^\[[\w-]{0,64}(\](\((C|CI|CIT|CITE|Q|QU|QUO|QUOT|QUOTE)?)?)?$/.test(text),
}

/** The first API sends its citations after the mark of the end. */
const CITATIONS_GRACE_MS = 2_000

/** FastGPT, by its API v1 with details: citations, heartbeats, choices. */
export const fastgpt = defineMake({
  label: 'FastGPT',
  settings: Type.Object(
    {
      /** With "/api". */
      baseUrl: BaseUrl,
      /** Needed only with an account's key instead of an app's. */
      appId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
      variables: Type.Optional(Type.Record(Type.String(), Type.String())),
      knowledgeVariable: KnowledgeVariable,
    },
    { additionalProperties: false },
  ),
  codes,
  keepsConversations: true,
  marks: { list: [citeMark], starts: '[' },
  async *ask(settings, question, wire) {
    const chatId = question.conversationId ?? randomUUID()
    const app = settings.appId === undefined ? {} : { appId: settings.appId }
    const events = wire.events('/v1/chat/completions', {
      ...app,
      chatId,
      customUid: question.userId,
      stream: true,
      detail: true,
      variables: variablesOf(settings, question),
      messages: [{ role: 'user', content: question.text }],
    })
    wire.stopBy('/v2/chat/stop', { ...app, chatId })
    const cited = new Set<string>()
    let isStarted = false
    let isWhole = false
    for await (const { name, data } of events) {
      const isAnswer = name === '' || name === 'answer' || name === 'fastAnswer'
      // A node's report may tell of an error that its flow has dealt with; the answer's cannot.
      const isError = isAnswer && (at(data, 'error') ?? null) !== null
      if (name === 'error' || isError) throw wire.failure(data)
      if (!isStarted) {
        isStarted = true
        yield { type: 'conversation', id: chatId }
      }
      if (isAnswer) {
        if (data === '[DONE]') {
          isWhole = true
          yield { type: 'text_ended' }
          wire.endWithin(CITATIONS_GRACE_MS)
          continue
        }
        const text = textAt(data, 'choices', 0, 'delta', 'content')
        if (text !== '') yield { type: 'text', text }
      }
      if (name === 'interactive') {
        const interactive = at(data, 'interactive') ?? data
        const text = textAt(interactive, 'params', 'description')
        if (text !== '') yield { type: 'text', text }
        for (const option of listAt(interactive, 'params', 'userSelectOptions')) {
          yield { type: 'suggestion', text: textAt(option, 'value') }
        }
      }
      if (name === 'flowResponses' || name === 'flowNodeResponse') {
        for (const citation of quotesOf(name === 'flowResponses' ? listAt(data) : [data])) {
          if (cited.has(citation.id)) continue
          cited.add(citation.id)
          yield { type: 'citation', citation }
        }
      }
    }
    if (isWhole) yield { type: 'done' }
  },
})

function quotesOf(nodes: readonly unknown[]): EngineCitation[] {
  return nodes
    .flatMap((node) => listAt(node, 'quoteList'))
    .map((quote) => ({
      id: textAt(quote, 'id'),
      title: textAt(quote, 'sourceName'),
      text: [textAt(quote, 'q'), textAt(quote, 'a')].filter((part) => part !== '').join('\n'),
      // A number in older versions, a list of kinds in newer ones.
      score: numberAt(quote, 'score') ?? numberAt(quote, 'score', 0, 'value'),
    }))
}
