import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { temporaryFolder } from '../../tests/_harness/temporary-folder.ts'
import { until } from '../../tests/_harness/wait.ts'
import {
  type ConversationEvent,
  type ConversationPorts,
  change,
  type Message,
  post,
  start,
} from '../conversations/index.ts'
import { openSqliteStorage } from '../platform/storage/sqlite/storage.ts'
import { type Assistant, createAssistant } from './assistant.ts'
import type { Outcome, Question, Step, StepOutput } from './pipeline/index.ts'
import type { DraftPart } from './run/index.ts'
import { openAssistantSettings } from './settings/index.ts'

const workspaceId = 'tea'
const scope = { workspaceId }
const mei = { kind: 'agent', id: 'mei', name: 'Mei' } as const

type Answering = (question: Question, output: StepOutput) => Outcome | Promise<Outcome> | undefined

function says(text: string): Outcome {
  const parts = { citations: [], suggestions: [] }
  return { kind: 'answered', text, parts, sources: [], isPersonal: false }
}

interface Room extends AsyncDisposable {
  assistant: Assistant
  conversations: ConversationPorts
  drafts: DraftPart[]
  failures: unknown[]
  ask(text: string, conversationId?: string): Promise<string>
  log(conversationId: string): Promise<Message[]>
  texts(conversationId: string): Promise<string[]>
}

/** A workspace with its assistant on, over a real storage; one step answers as the test says. */
async function openRoom(
  answering: Answering,
  { folder, isStaffed = true }: { folder?: string; isStaffed?: boolean } = {},
): Promise<Room> {
  await using opened = new AsyncDisposableStack()
  const path = folder ?? opened.use(await temporaryFolder()).path
  const storage = opened.use(await openSqliteStorage({ file: join(path, 'parley.db') }))
  if (
    folder === undefined ||
    (await storage.db.selectFrom('workspaces').selectAll().execute()).length === 0
  ) {
    await storage.db
      .insertInto('workspaces')
      .values({ id: workspaceId, name: 'Tea', isTypingPreviewOn: 1, createdAt: 1 })
      .execute()
  }
  const listeners: ((event: ConversationEvent) => void)[] = []
  const drafts: DraftPart[] = []
  const failures: unknown[] = []
  const step: Step = { name: 'articles', run: (question, _, output) => answering(question, output) }
  const common = {
    log: storage.conversationLog,
    publish: (event: ConversationEvent) => {
      for (const listener of listeners) listener(event)
    },
    now: Date.now,
    newId: randomUUID,
    limits: { openPerVisitorMax: 5 },
  }
  const settings = await openAssistantSettings(storage)
  const assistant = opened.use(
    createAssistant({
      storage,
      settings,
      notHelpful() {},
      answered() {},
      conversations: common,
      stepsOf: () => [step],
      isStaffed: () => isStaffed,
      deliver: (part) => drafts.push(part),
      failed: (error) => failures.push(error),
    }),
  )
  listeners.push(assistant.handle)
  await settings.change(workspaceId, { isOn: true, name: 'Tea bot' })
  const conversations = { ...common, hasAssistant: assistant.hasAssistant }
  const closing = opened.move()
  const log = (conversationId: string) => storage.conversationLog.readAfter(conversationId, 0, 100)
  return {
    assistant,
    conversations,
    drafts,
    failures,
    async ask(text, conversationId) {
      const content = { kind: 'text', text } as const
      const clientId = randomUUID()
      if (conversationId === undefined) {
        const { conversation } = await start(conversations, {
          workspaceId,
          channelId: 'web',
          contactId: 'ada',
          clientId,
          content,
        })
        return conversation.id
      }
      const author = { kind: 'contact', id: 'ada', name: '' } as const
      await post(conversations, { scope, conversationId, clientId, author, content })
      return conversationId
    },
    log,
    texts: async (conversationId) =>
      (await log(conversationId)).map(({ author, content }) =>
        content.kind === 'event'
          ? `(${content.type})`
          : `${author.kind}: ${content.kind === 'file' ? content.file.name : content.text}`,
      ),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

/** Something that a test lets happen. */
function gate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  return { opened, open }
}

describe('the assistant', () => {
  test('answers the first message, with what belongs to the answer', async () => {
    const parts = {
      citations: [{ title: 'Shipping', url: 'https://tea.example/ship', articleId: 'a1' }],
      suggestions: ['How long does it take?'],
      offer: 'person',
    } as const
    const answer = { ...says('Yes, we do. [1]'), parts } as unknown as Outcome
    await using room = await openRoom(() => answer)
    const id = await room.ask('Do you ship?')
    await until('the answer', async () => (await room.log(id)).length === 2)
    const [, message] = await room.log(id)
    assert.deepEqual(message?.author, { kind: 'assistant', id: 'assistant', name: 'Tea bot' })
    assert.deepEqual(message?.content, { kind: 'text', text: 'Yes, we do. [1]', answer: parts })
    const answers = await until('the trace', async () => {
      const page = await room.assistant.answers.list(workspaceId, {})
      return page.answers.length === 1 && page.answers
    })
    assert.equal(answers[0]?.question, 'Do you ship?')
    assert.equal(answers[0]?.decidedBy, 'articles')
    assert.equal(answers[0]?.answerSeq, 2)
  })

  test('answers two messages in a row once, both together', async () => {
    const slow = gate()
    const asked: string[] = []
    await using room = await openRoom(async ({ text }, { write, signal }) => {
      asked.push(text)
      write('Let me')
      if (asked.length === 1) await slow.opened
      signal.throwIfAborted()
      return says(`about: ${text}`)
    })
    const id = await room.ask('My order')
    await until('the first run', () => asked.length === 1)
    await room.ask('is late', id)
    slow.open()
    await until('the answer', async () => (await room.log(id)).length === 3)
    assert.deepEqual(asked, ['My order', 'My order\nis late'])
    assert.deepEqual(await room.texts(id), [
      'contact: My order',
      'contact: is late',
      'assistant: about: My order\nis late',
    ])
    const [first, dropped] = room.drafts
    assert.equal(first?.text, 'Let me')
    assert.equal(dropped?.isDropped, true)
    assert.deepEqual(room.failures, [])
  })

  test('is silent at once when an agent takes the conversation', async () => {
    const slow = gate()
    let isAborted = false
    await using room = await openRoom(async (_, { signal, write }) => {
      write('Well')
      signal.addEventListener('abort', () => {
        isAborted = true
      })
      await slow.opened
      return says('too late')
    })
    const id = await room.ask('Hello?')
    await until('the draft', () => room.drafts.length === 1)
    assert.equal(room.assistant.draftsOf('ada')[0]?.text, 'Well')
    await change(room.conversations, scope, id, mei, { type: 'take' })
    assert.equal(isAborted, true)
    slow.open()
    await room.assistant[Symbol.asyncDispose]()
    assert.deepEqual(await room.texts(id), ['contact: Hello?', '(assigned)'])
    assert.equal(room.drafts.at(-1)?.isDropped, true)
    assert.deepEqual(room.assistant.draftsOf('ada'), [])
  })

  test('hands over: the queue first, then a note for the agent and a word for the visitor', async () => {
    await using room = await openRoom(({ text }) =>
      text.includes('human') ? { kind: 'handed_over', reason: 'wanted' } : says('Two days.'),
    )
    const id = await room.ask('How long is shipping?')
    await until('the answer', async () => (await room.log(id)).length === 2)
    await room.ask('A human please', id)
    await until('the goodbye', async () => (await room.log(id)).length === 6)
    const texts = await room.texts(id)
    assert.deepEqual(texts.slice(0, 4), [
      'contact: How long is shipping?',
      'assistant: Two days.',
      'contact: A human please',
      '(queued)',
    ])
    assert.match(texts[4] ?? '', /asked for a person[\s\S]*How long is shipping\?[\s\S]*Two days\./)
    assert.equal((await room.log(id))[4]?.content.kind, 'note')
    assert.match(texts[5] ?? '', /colleague/)
    const conversation = await room.conversations.log.find(scope, id)
    assert.equal(conversation?.state.status, 'queued')
    assert.ok((conversation?.waitingSince ?? 0) > 0, 'who was promised a person still waits')
    await room.ask('Still there?', id)
    assert.equal((await room.log(id)).length, 7, 'the assistant says nothing any more')
  })

  test('offers a form in the visitor’s language when nobody is there', async () => {
    await using room = await openRoom(() => ({ kind: 'handed_over', reason: 'wanted' }), {
      isStaffed: false,
    })
    const id = await room.ask('转人工')
    await until('the goodbye', async () => (await room.log(id)).length === 4)
    const content = (await room.log(id))[3]?.content
    assert.ok(content?.kind === 'text')
    assert.match(content.text, /没有同事在线/)
    assert.equal(content.answer?.offer, 'message_form')
  })

  test('leaves the conversation to people when its steps fail', async () => {
    await using room = await openRoom(() => {
      throw new Error('broken')
    })
    const id = await room.ask('Hello?')
    await until('the queue', async () => (await room.log(id)).length === 4)
    const { answers } = await until('the trace', async () => {
      const page = await room.assistant.answers.list(workspaceId, {})
      return page.answers.length === 1 && page
    })
    assert.deepEqual(answers[0]?.steps[0]?.details, ['broken'])
    assert.equal(answers[0]?.outcome, 'handed_over')
  })

  test('answers after a restart what it owed, and nothing twice', async () => {
    await using folder = await temporaryFolder()
    const slow = gate()
    const first = await openRoom(
      async (_, { signal }) => {
        await slow.opened
        signal.throwIfAborted()
        return says('never')
      },
      { folder: folder.path },
    )
    const id = await first.ask('Anybody?')
    slow.open()
    await first[Symbol.asyncDispose]()
    await using second = await openRoom(() => says('Yes.'), { folder: folder.path })
    await second.assistant.resume([workspaceId])
    await until('the answer', async () => (await second.log(id)).length === 2)
    await second.assistant.resume([workspaceId])
    assert.deepEqual(await second.texts(id), ['contact: Anybody?', 'assistant: Yes.'])
  })

  test('gets a conversation back from people, and answers again', async () => {
    await using room = await openRoom(({ text }) => says(`re: ${text}`))
    const id = await room.ask('One')
    await until('the answer', async () => (await room.log(id)).length === 2)
    await change(room.conversations, scope, id, mei, { type: 'take' })
    await change(room.conversations, scope, id, mei, { type: 'hand_back' })
    await room.ask('Two', id)
    await until('the answer', async () => (await room.log(id)).length === 6)
    assert.deepEqual((await room.texts(id)).slice(2), [
      '(assigned)',
      '(returned)',
      'contact: Two',
      'assistant: re: Two',
    ])
  })
})
