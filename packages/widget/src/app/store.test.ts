import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { OutboxStorage } from '@parley/client'
import { AuthorKind, type Conversation, type Message } from '@parley/protocol'
import { conversation, message } from '../../tests/_harness/conversation.ts'
import { createFakeServer, settle } from '../../tests/_harness/fake-server.ts'
import { createSession } from './session.ts'
import { createStore } from './store.ts'
import type { TabMemory } from './tab-memory.ts'

const noOutbox: OutboxStorage = { load: () => [], save: () => {} }

function open(t: TestContext, remembered?: TabMemory) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] })
  const server = createFakeServer()
  const session = createSession({
    url: 'ws://test/ws',
    channelId: 'ch1',
    locale: () => 'en',
    token: { read: () => 'token-1', write: () => {}, watch: () => () => {} },
    onStranger: () => {},
    createSocket: server.createSocket,
  })
  let memory: TabMemory = remembered ?? { place: { name: 'home' }, drafts: {} }
  const unseen: string[] = []
  const store = createStore({
    session,
    outboxStorage: noOutbox,
    memory: {
      read: () => structuredClone(memory),
      write: (next) => {
        memory = structuredClone(next)
      },
    },
    onUnseen: ({ authorName }) => unseen.push(authorName),
  })
  t.after(() => session.connection.close())
  return {
    server,
    store,
    unseen,
    memory: () => memory,
    tick: t.mock.timers.tick.bind(t.mock.timers),
  }
}

/** A store that is online, with these conversations. */
function online(t: TestContext, conversations: Conversation[], remembered?: TabMemory) {
  const opened = open(t, remembered)
  opened.server.welcome({ conversations })
  const { server } = opened
  return {
    ...opened,
    hears: (posted: Message) => server.push({ $case: 'messagePosted', value: { message: posted } }),
    /** Answers the thread's request for its newest page. */
    async answerPage(messages: Message[]) {
      server.answer('fetchMessages', {
        $case: 'messagePage',
        value: {
          conversationId: 'c1',
          messages,
          hasMore: false,
          lastSeq: messages.at(-1)?.seq ?? 0,
        },
      })
      await settle()
    },
  }
}

describe('the place in the queue', () => {
  const place = {
    position: 2,
    p50Ms: 60_000,
    p90Ms: 120_000,
    shouldLeaveMessage: false,
    opensAt: 0,
  }

  it('is that of the thread on screen, until it waits no more', (t) => {
    const { store, server } = online(t, [conversation(), conversation({ id: 'c2' })])
    const tell = (conversationId: string, position: number) =>
      server.push({
        $case: 'queuePlaceChanged',
        value: { ...place, conversationId, position },
      })
    const shown = () => store.queuePlace.value?.position
    store.showThread('c1')
    tell('c2', 5)
    assert.equal(shown(), undefined)
    tell('c1', 2)
    assert.equal(shown(), 2)
    tell('c1', 0)
    assert.equal(shown(), undefined)
    store.showThread('c2')
    assert.equal(shown(), 5)
  })
})

describe('unread messages', () => {
  it('are counted and announced while nobody looks', (t) => {
    const { store, hears, unseen } = online(t, [conversation()])
    hears(message(1))
    hears(message(2))
    assert.equal(store.unread.value, 2)
    assert.deepEqual(unseen, ['Mei', 'Mei'])
  })

  it('are read once the thread stands open at its end before the visitor’s eyes', (t) => {
    const { store, server, hears, unseen, tick } = online(t, [conversation()])
    store.setVisible(true)
    store.showThread('c1')
    hears(message(1))
    assert.equal(store.unread.value, 0)
    assert.deepEqual(unseen, [])
    tick(250)
    assert.deepEqual(server.take('moveCursor'), [
      { conversationId: 'c1', deliveredSeq: 1, readSeq: 1 },
    ])
  })

  it('stay unread while the visitor reads further up, until it comes to the end', (t) => {
    const { store, server, hears, tick } = online(t, [conversation()])
    store.setVisible(true)
    store.showThread('c1')
    store.setAtEnd(false)
    hears(message(1))
    tick(250)
    assert.equal(store.unread.value, 1)
    assert.deepEqual(
      server.take('moveCursor').map(({ deliveredSeq, readSeq }) => [deliveredSeq, readSeq]),
      [[1, 0]],
    )
    store.setAtEnd(true)
    assert.equal(store.unread.value, 0)
  })

  it('stay unread in a thread that is open in a closed widget', (t) => {
    const { store, hears } = online(t, [conversation()])
    store.showThread('c1')
    hears(message(1))
    assert.equal(store.unread.value, 1)
    store.setVisible(true)
    assert.equal(store.unread.value, 0)
  })

  it('are marked from the first one on when the thread is opened', (t) => {
    const known = conversation({ lastSeq: 7, contactReadSeq: 5, unreadCount: 2 })
    const { store } = online(t, [known])
    store.showThread('c1')
    assert.equal(store.firstUnreadSeq.value, 6)
  })

  it('are marked as well when the thread was open in a closed widget', (t) => {
    const { store, hears } = online(t, [conversation()])
    store.setVisible(true)
    store.showThread('c1')
    hears(message(1))
    assert.equal(store.firstUnreadSeq.value, 0)
    store.setVisible(false)
    hears(message(2))
    store.setVisible(true)
    assert.equal(store.firstUnreadSeq.value, 2)
  })
})

describe('a first message', () => {
  const started = conversation({ id: 'c9', lastSeq: 1 })

  it('opens a conversation and takes what is written behind it along', async (t) => {
    const { store, server, memory } = online(t, [])
    store.showThread('')
    const { key } = store.view.value
    store.send('hello')
    store.type('and anoth')
    assert.deepEqual(
      store.unsettled.value.map(({ text, state }) => [text, state]),
      [['hello', 'sending']],
    )
    const { clientId, text } = server.answer('startConversation', {
      $case: 'conversationStarted',
      value: {
        conversation: started,
        posted: { conversationId: 'c9', clientId: 'x', seq: 1, postedAt: 2_000, isRepeated: false },
      },
    })
    await settle()
    assert.equal(text?.text, 'hello')
    assert.deepEqual(store.view.value, { name: 'thread', conversationId: 'c9', key })
    assert.equal(store.current.value?.id, 'c9')
    assert.equal(store.draft(), 'and anoth')
    assert.deepEqual(memory().drafts, { c9: 'and anoth' })
    assert.deepEqual(
      store.unsettled.value.map((one) => [one.clientId, one.state]),
      [[clientId, 'sent']],
      'it stays on screen until the log brings it back',
    )
  })

  it('does not pull a visitor back who has gone home', async (t) => {
    const { store, server } = online(t, [])
    store.showThread('')
    store.send('hello')
    store.showHome()
    server.answer('startConversation', {
      $case: 'conversationStarted',
      value: {
        conversation: started,
        posted: { conversationId: 'c9', clientId: 'x', seq: 1, postedAt: 2_000, isRepeated: false },
      },
    })
    await settle()
    assert.equal(store.view.value.name, 'home')
    assert.equal(store.conversations.value.length, 1)
  })

  it('fails with its reason when too many conversations are open', async (t) => {
    const { store, server } = online(t, [])
    store.showThread('')
    store.send('hello')
    server.answer('startConversation', {
      $case: 'error',
      value: { code: 1302, reason: 'too_many_conversations', message: '', retryAfterMs: 60_000 },
    })
    await settle()
    assert.equal(store.hasTooMany.value, true)
    const [failed] = store.unsettled.value
    assert.equal(failed?.state, 'failed')
    store.discard(failed?.clientId ?? '')
    assert.equal(store.hasTooMany.value, false)
    assert.deepEqual(store.unsettled.value, [])
  })
})

describe('the thread on screen', () => {
  it('shows a sent message once, before and after the log brings it back', async (t) => {
    const { store, server, hears, answerPage } = online(t, [conversation({ lastSeq: 1 })])
    store.showThread('c1')
    await answerPage([message(1)])
    store.send('thanks')
    const { clientId } = server.answer('post', {
      $case: 'posted',
      value: { conversationId: 'c1', clientId: 'x', seq: 2, postedAt: 3_000, isRepeated: false },
    })
    await settle()
    assert.deepEqual(
      store.unsettled.value.map(({ state }) => state),
      ['sent'],
    )
    hears(message(2, { clientId, authorKind: AuthorKind.CONTACT }))
    assert.deepEqual(store.unsettled.value, [])
    assert.deepEqual(
      store.thread.value?.messages.map(({ seq }) => seq),
      [1, 2],
    )
  })

  it('keeps what was typed per conversation, and forgets what was sent', (t) => {
    const { store, memory } = online(t, [conversation(), conversation({ id: 'c2' })])
    store.showThread('c1')
    store.type('for one')
    store.showThread('c2')
    assert.equal(store.draft(), '')
    store.type('for two')
    store.send('for two')
    store.showThread('c1')
    assert.equal(store.draft(), 'for one')
    assert.deepEqual(memory(), {
      place: { name: 'thread', conversationId: 'c1' },
      drafts: { c1: 'for one' },
    })
  })

  it('is the one of the page before, if it is still the visitor’s', (t) => {
    const left: TabMemory = {
      place: { name: 'thread', conversationId: 'c1' },
      drafts: { c1: 'half' },
    }
    const kept = online(t, [conversation()], left)
    assert.equal(kept.store.current.value?.id, 'c1')
    assert.equal(kept.store.draft(), 'half')
  })

  it('gives way to home when it is nobody’s any more', (t) => {
    const left: TabMemory = { place: { name: 'thread', conversationId: 'gone' }, drafts: {} }
    assert.equal(online(t, [conversation()], left).store.view.value.name, 'home')
  })

  it('names who types in it, until the message comes', (t) => {
    const { store, server, hears } = online(t, [conversation()])
    const typing = (conversationId: string) =>
      server.push({
        $case: 'typingChanged',
        value: {
          conversationId,
          authorKind: AuthorKind.AGENT,
          authorId: 'a1',
          authorName: 'Mei',
          isTyping: true,
          text: '',
        },
      })
    store.showThread('c1')
    typing('other')
    assert.equal(store.typist.value, undefined)
    typing('c1')
    assert.equal(store.typist.value, 'Mei')
    hears(message(1))
    assert.equal(store.typist.value, undefined)
  })
})

describe('the connection', () => {
  it('shows whether anybody is there, and that it was lost', (t) => {
    const { store, server, tick } = online(t, [])
    assert.equal(store.isStaffed.value, true)
    server.push({ $case: 'presenceChanged', value: { agent: undefined, isStaffed: false } })
    assert.equal(store.isStaffed.value, false)
    server.lose()
    assert.equal(store.status.value.state, 'waiting')
    tick(15_000)
    server.welcome({ conversations: [conversation({ unreadCount: 3 })] })
    assert.equal(store.status.value.state, 'online')
    assert.equal(store.unread.value, 3)
  })
})
