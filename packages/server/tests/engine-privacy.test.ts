import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Trial } from '@parley/protocol/rest/assistant'
import type { Engine, EngineTestResult } from '@parley/protocol/rest/engines'
import type { DeparturePage } from '@parley/protocol/rest/privacy'
import { type Script, type StandInRequest, startStandIn } from '@parley/stand-ins'
import { change, post } from '../src/conversations/index.ts'
import { answerOf } from './_harness/answers.ts'
import { spoken } from './_harness/engines.ts'
import { startServer } from './_harness/server.ts'
import { converse, openShop } from './_harness/shop.ts'
import { temporaryFolder } from './_harness/temporary-folder.ts'
import { until } from './_harness/wait.ts'

const personal = [
  '13812345678',
  '11010519491231002X',
  '4111 1111 1111 1111',
  'zhang.wei@example.com',
  '浙江省杭州市西湖区文三路90号',
  'A2023-77',
]
const [phone, card, bank, mail, address, order] = personal
const introduction = `我的手机${phone}，身份证${card}，银行卡 ${bank}，邮箱 ${mail}，住在${address}，订单号：${order}。你们能送到岛上吗？`

/** What a request asks for. */
function purposeOf({ path, body }: StandInRequest): string {
  if (path.endsWith('/embeddings')) return 'embedding'
  const form = body.response_format as { json_schema?: { name?: string } } | undefined
  return form?.json_schema?.name ?? 'answer'
}

describe('what leaves to engines', () => {
  test('is nothing personal, whatever they are asked for, and all of it is noted', async () => {
    await using shop = await openShop()
    const answers: Partial<Record<string, Script>> = {
      intent: { text: '{"intent":"none"}' },
      faq: { text: '{"question":"能送到岛上吗？","answer":"能。"}' },
      answer: { text: ['可以，我们打 [PHO', 'NE_1] 给您。'] },
    }
    await using standIn = await startStandIn('openai', {
      script: (request) => answers[purposeOf(request)] ?? {},
    })
    await shop.call('PATCH', '/api/assistant', { refinesIntents: true })
    await shop.call('POST', '/api/engines', {
      make: 'openai',
      name: 'E',
      reach: 'in_house',
      settings: { baseUrl: standIn.baseUrl, model: 'm', embeddingModel: 'e' },
    })
    await shop.call('POST', '/api/knowledge/articles', {
      kind: 'document',
      title: '岛屿',
      body: `岛上也送，运费另计。问 ${mail} 或 ${phone}。`,
      locale: 'zh-CN',
      isPublished: true,
    })
    const talk = await converse(shop.server.visitor())
    const first = spoken(await talk.ask(introduction))
    assert.equal(first.text, `可以，我们打 ${phone} 给您。`)
    await talk.ask('山里呢，也能送到那么远吗？')

    const { app, workspaceId } = shop.server
    const help = (task: string, more: object = {}) =>
      shop.call('POST', '/api/copilot', { conversationId: talk.id, task, ...more })
    await help('reply')
    await help('summary')
    await help('translate_contact')
    await help('friendlier', { text: `我们会打${phone}。` })
    const by = { kind: 'agent', id: 'ada', name: 'Ada' } as const
    const scope = { workspaceId }
    await change(app.conversations, scope, talk.id, by, { type: 'take' })
    const content = { kind: 'text', text: `能，我们打${phone}。` } as const
    await post(app.conversations, {
      scope,
      conversationId: talk.id,
      clientId: 'a',
      author: by,
      content,
    })
    await change(app.conversations, scope, talk.id, by, { type: 'resolve' })
    await shop.call('POST', '/api/assistant/faq-drafts', { conversationId: talk.id })

    const { requests } = standIn
    const of = (purpose: string) => requests.filter((request) => purposeOf(request) === purpose)
    const countOf = (purpose: string) => of(purpose).length
    assert.ok(countOf('embedding') >= 2, 'the article and the question')
    assert.ok(countOf('intent') >= 1)
    assert.equal(countOf('answer'), 6)
    assert.equal(countOf('faq'), 1)
    // What was said before went along, hidden.
    const again = of('answer').find(({ text }) => text.includes('山里呢'))
    assert.match(again?.text ?? '', /\[ADDRESS_1\]/)
    for (const secret of personal) {
      const told = requests.filter(({ text }) => text.includes(secret))
      assert.deepEqual(told.map(purposeOf), [], secret)
    }
    const departures = await until('all of it is noted', async () => {
      const page = await shop.call<DeparturePage>('GET', '/api/privacy/departures')
      return page.departures.length >= requests.length && page.departures
    })
    assert.equal(departures.length, requests.length)
    const causes = new Set(departures.map(({ causedBy }) => causedBy))
    assert.deepEqual(causes, new Set(['contact', 'agent', 'system']))
  })

  test('comes back in suggestions and in what a person is to know', async () => {
    await using shop = await openShop()
    await using standIn = await startStandIn('dify', {
      script: { text: '可以。', suggestions: ['打 [PHONE_1] 吗？'] },
    })
    await shop.call('POST', '/api/engines', {
      make: 'dify',
      name: 'D',
      reach: 'in_house',
      settings: { baseUrl: standIn.baseUrl, app: 'chat', hasSuggestions: true },
    })
    const asked = `能送到岛上吗？手机${phone}`
    const trial = await shop.tryOut(asked)
    assert.deepEqual(trial.suggestions, [`打 ${phone} 吗？`])
    for (const text of [['[[HANDOFF:请回电 [PHO', 'NE_1]', ']]'], ['[[HANDOFF:请回电 PHONE_1]]']]) {
      standIn.script = { text }
      const handed: Trial = await shop.tryOut(asked)
      assert.match(JSON.stringify(handed.trace.steps), new RegExp(`请回电 ${phone}`))
    }
  })
})

test('an engine’s key is nowhere to be read', async () => {
  const key = 'sk-live-0123456789abcdef'
  await using folder = await temporaryFolder()
  await using standIn = await startStandIn('openai', { key: 'another' })
  const seen: string[] = []
  {
    await using server = await startServer({ PARLEY_DATA_DIR: folder.path })
    const cookie = await server.signIn(await server.addAgent('Ada', 'admin'))
    const call = async (method: string, path: string, body?: unknown) => {
      const sent = { method, cookie, ...(body === undefined ? {} : { body }) }
      const response = await server.request(path, sent)
      seen.push(await response.clone().text())
      return response
    }
    const settings = { baseUrl: standIn.baseUrl, model: 'm' }
    const made = { make: 'openai', name: 'E', reach: 'in_house', key, settings }
    const { id } = await answerOf<Engine>(await call('POST', '/api/engines', made))
    // The engine quotes the key that it refuses.
    const test = await answerOf<EngineTestResult>(await call('POST', `/api/engines/${id}/test`))
    assert.match(test.text, /The key Bearer … is not known/)
    await call('PATCH', `/api/engines/${id}`, { name: 'F' })
    await call('GET', '/api/engines')
    await call('POST', '/api/engines', { ...made, settings: { ...settings, key } })
    await call('GET', '/metrics')
  }
  assert.equal(standIn.requests[0]?.headers.authorization, `Bearer ${key}`)
  for (const text of seen) assert.ok(!text.includes(key), text)
  const files = await readdir(folder.path, { recursive: true, withFileTypes: true })
  const kept = files.filter((file) => file.isFile())
  assert.ok(kept.length > 0)
  for (const { parentPath, name } of kept) {
    assert.ok(!(await readFile(join(parentPath, name))).includes(key), name)
  }
})
