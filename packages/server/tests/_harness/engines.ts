import assert from 'node:assert/strict'
import type { Message } from '@parley/protocol'
import type { Engine } from '@parley/protocol/rest/engines'
import { type Script, type StandInMake, type StandInRequest, startStandIn } from '@parley/stand-ins'
import { answerOf } from './answers.ts'
import { startServer } from './server.ts'

/** What each make needs beside its address. */
const engineSettings: Record<StandInMake, object> = {
  coze: { botId: '7374724495711502387' },
  fastgpt: {},
  dify: { app: 'chat' },
  openai: { model: 'm' },
  maxkb: {},
  ragflow: { chatId: 'k1' },
}

/** What a request calls the engine's own conversation; '' for a new one. */
export function conversationIn(
  { path, body }: StandInRequest = assert.fail('nothing was asked'),
): string {
  const { conversation_id, chatId, session_id } = body
  const named = new URL(path, 'http://a').searchParams.get('conversation_id')
  const inPath = /chat_message\/([^/]+)/.exec(path)?.[1]
  return String(named ?? conversation_id ?? chatId ?? session_id ?? inPath ?? '')
}

/** The text of a message, and what belongs to it. */
export function spoken({ content }: Message) {
  assert.ok(content?.$case === 'text')
  return content.value
}

/** The key that the engines of the shop want. */
export const ENGINE_KEY = 'sk-0123456789-secret'

/** A server whose assistant asks engines, with the stand-ins that they are. */
export async function openEngineShop() {
  await using opened = new AsyncDisposableStack()
  const server = opened.use(await startServer())
  const standIns = opened.use(new AsyncDisposableStack())
  const cookie = await server.signIn(await server.addAgent('Ada', 'admin'))
  const call = async <Result>(method: string, path: string, body?: unknown): Promise<Result> =>
    answerOf<Result>(
      await server.request(path, { method, cookie, ...(body === undefined ? {} : { body }) }),
    )
  await call('PATCH', '/api/assistant', { isOn: true, name: '小帕' })
  await call('POST', '/api/knowledge/articles', {
    kind: 'document',
    title: 'Delivery abroad',
    body: 'We deliver to Japan and Korea within nine days. Call 400-820-8820 for anything else.',
    locale: 'en',
    isPublished: true,
  })
  const add = async (
    make: StandInMake,
    script: Script,
    more: { settings?: object; limits?: object; reach?: string } = {},
  ) => {
    const standIn = standIns.use(await startStandIn(make, { key: ENGINE_KEY, script }))
    const engine = await call<Engine>('POST', '/api/engines', {
      make,
      name: `The ${make}`,
      key: ENGINE_KEY,
      reach: 'in_house',
      ...more,
      settings: { ...engineSettings[make], ...more.settings, baseUrl: standIn.baseUrl },
    })
    return { standIn, engine }
  }
  const closing = opened.move()
  return { server, cookie, call, add, [Symbol.asyncDispose]: () => closing.disposeAsync() }
}
