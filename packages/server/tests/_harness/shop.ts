import type { Connection } from '@parley/client'
import { AuthorKind, type Message } from '@parley/protocol'
import type { Trial } from '@parley/protocol/rest/assistant'
import { answerOf } from './answers.ts'
import { startServer } from './server.ts'
import { pushes, until, welcome } from './wait.ts'

/** A server whose assistant is on, with an administrator who may call its API. */
export async function openShop() {
  await using opened = new AsyncDisposableStack()
  const server = opened.use(await startServer())
  const cookie = await server.signIn(await server.addAgent('Ada', 'admin'))
  const call = async <Result>(method: string, path: string, body?: unknown): Promise<Result> => {
    const sent = { method, cookie, ...(body === undefined ? {} : { body }) }
    const response = await server.request(path, sent)
    return response.status === 204 ? (undefined as Result) : answerOf<Result>(response)
  }
  await call('PATCH', '/api/assistant', { isOn: true, name: '小帕' })
  const closing = opened.move()
  return {
    server,
    cookie,
    call,
    /** Asks as somebody whom nobody knows; nothing is kept. */
    tryOut: (text: string) =>
      call<Trial>('POST', '/api/assistant/try', { text, channelId: server.channelId }),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

/** A conversation of a visitor, one question after another. */
export async function converse(visitor: Connection) {
  const { who } = await welcome(visitor)
  const posted = pushes(visitor, 'messagePosted')
  const answers = () =>
    posted.flatMap(({ message }) => (message?.authorKind === AuthorKind.ASSISTANT ? [message] : []))
  let id = ''
  return {
    contactId: who?.$case === 'visitor' ? who.value.contactId : '',
    get id() {
      return id
    },
    /** Says something; resolves with what the assistant says next. */
    async ask(text: string): Promise<Message> {
      const before = answers().length
      const clientId = `question-${before}`
      if (id === '') {
        const { conversation } = await visitor.request(
          { $case: 'startConversation', value: { clientId, text: { text } } },
          'conversationStarted',
        )
        id = conversation?.id ?? ''
      } else {
        await visitor.request(
          {
            $case: 'post',
            value: { conversationId: id, clientId, content: { $case: 'text', value: { text } } },
          },
          'posted',
        )
      }
      return until('an answer', () => answers()[before] ?? false)
    },
    async rate(seq: number, isHelpful: boolean): Promise<void> {
      await visitor.request(
        { $case: 'rateAnswer', value: { conversationId: id, seq, isHelpful } },
        'done',
      )
    },
  }
}

/** What a message says. */
export function textOf({ content }: Message): string {
  return content?.$case === 'text' ? content.value.text : ''
}
