import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CLIENT_ID_LENGTH_MAX, TEXT_LENGTH_MAX } from '@parley/protocol'
import { newConversation } from './conversation.fixture.ts'
import { afterMessage } from './log-rules.ts'
import type { Appended, ConversationLog, ConversationPorts, Draft } from './ports.ts'
import { type Post, post, start } from './post.ts'
import type { ConversationEvent } from './types.ts'

const draft: Post = {
  scope: { workspaceId: 'tea' },
  conversationId: 'one',
  clientId: 'a-1',
  author: { kind: 'agent', id: 'mei', name: 'Mei' },
  content: { kind: 'text', text: '您好' },
}

/** Ports whose log answers so; what was stored and announced is written down. */
function portsWith(answer: Partial<Appended> | 'not_found' | 'too_many' = {}) {
  const stored: Omit<Draft, 'scope' | 'conversationId'>[] = []
  const events: ConversationEvent[] = []
  function take(taken: Omit<Draft, 'scope' | 'conversationId'>) {
    stored.push(taken)
    if (typeof answer === 'string') return answer
    const { clientId, author, content, postedAt } = taken
    const message = { conversationId: 'one', seq: 1, clientId, author, content, postedAt }
    return {
      message,
      conversation: afterMessage(newConversation, message),
      repeated: false,
      ...answer,
    }
  }
  const log: Pick<ConversationLog, 'append' | 'open'> = {
    append: async (taken) => take(taken) as Appended | 'not_found',
    open: async ({ message }) => take(message) as Appended | 'too_many',
  }
  const ports: ConversationPorts = {
    log: log as ConversationLog,
    publish: (event) => events.push(event),
    now: () => 500,
    newId: () => 'new',
    hasAssistant: () => false,
    limits: { openPerVisitorMax: 3 },
  }
  return { ports, stored, events }
}

describe('post', () => {
  it('stamps, stores, and tells after that', async () => {
    const { ports, stored, events } = portsWith()
    const posting = post(ports, draft)
    assert.equal(events.length, 0)
    const { message } = await posting
    assert.equal(message.postedAt, 500)
    assert.equal(stored.length, 1)
    assert.deepEqual(
      events.map((event) => event.type === 'message_posted' && event.message),
      [message],
    )
  })

  it('returns the first message and announces nothing when a draft is sent again', async () => {
    const { ports, events } = portsWith({ repeated: true })
    assert.equal((await post(ports, draft)).repeated, true)
    assert.deepEqual(events, [])
  })

  it('tells of a reopening after the message that caused it', async () => {
    const reopened = {
      conversationId: 'one',
      seq: 2,
      clientId: 'event',
      author: { kind: 'system', id: '', name: '' },
      postedAt: 500,
      content: { kind: 'event', type: 'reopened', agentId: '', agentName: '' },
    } as const
    const { ports, events } = portsWith({ reopened })
    await post(ports, draft)
    assert.deepEqual(
      events.map((event) => (event.type === 'message_posted' ? event.message.seq : event.type)),
      [1, 2, 'conversation_changed'],
    )
  })

  it('refuses what does not fit, and stores and announces nothing', async () => {
    const contact = { kind: 'contact', id: 'ada', name: '' } as const
    const cases: [Partial<Post>, string][] = [
      [{ content: { kind: 'text', text: 'x'.repeat(TEXT_LENGTH_MAX + 1) } }, 'text_too_long'],
      [{ content: { kind: 'text', text: '' } }, 'text_empty'],
      [{ content: { kind: 'note', text: ' \n\u3000' } }, 'text_empty'],
      [{ author: contact, content: { kind: 'note', text: 'psst' } }, 'not_allowed'],
      [{ clientId: '' }, 'bad_input'],
      [{ clientId: 'a b' }, 'bad_input'],
      [{ clientId: 'a\n' }, 'bad_input'],
      [{ clientId: 'x'.repeat(CLIENT_ID_LENGTH_MAX + 1) }, 'bad_input'],
    ]
    const { ports, stored, events } = portsWith()
    for (const [change, reason] of cases) {
      await assert.rejects(post(ports, { ...draft, ...change }), { reason }, reason)
    }
    assert.deepEqual([stored, events], [[], []])
  })

  it('takes the longest text and the longest id', async () => {
    const { ports, stored } = portsWith()
    await post(ports, {
      ...draft,
      clientId: 'x'.repeat(CLIENT_ID_LENGTH_MAX),
      content: { kind: 'text', text: 'x'.repeat(TEXT_LENGTH_MAX) },
    })
    assert.equal(stored.length, 1)
  })

  it('announces nothing when the log has no such conversation', async () => {
    const { ports, events } = portsWith('not_found')
    await assert.rejects(post(ports, draft), { reason: 'not_found' })
    assert.deepEqual(events, [])
  })
})

describe('start', () => {
  const opening = {
    workspaceId: 'tea',
    channelId: 'web',
    contactId: 'ada',
    clientId: 'first',
    content: { kind: 'text', text: 'hello?' },
  } as const

  it('opens with the contact’s first message', async () => {
    const { ports, stored, events } = portsWith()
    await start(ports, opening)
    assert.deepEqual(stored[0]?.author, { kind: 'contact', id: 'ada', name: '' })
    assert.deepEqual(
      events.map(({ type }) => type),
      ['message_posted'],
    )
  })

  it('refuses one too many, with a time to come back', async () => {
    const { ports, events } = portsWith('too_many')
    await assert.rejects(start(ports, opening), {
      reason: 'too_many_conversations',
      retryAfterMs: 60_000,
    })
    assert.deepEqual(events, [])
  })
})
