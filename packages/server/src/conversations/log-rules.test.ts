import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { newConversation } from './conversation.fixture.ts'
import { afterMessage, forward, stateAfterContactMessage } from './log-rules.ts'
import type { AuthorKind, Content, Conversation } from './types.ts'

function joinedBy(conversation: Conversation, kind: AuthorKind, content: Content): Conversation {
  const seq = conversation.lastSeq + 1
  return afterMessage(conversation, {
    conversationId: conversation.id,
    seq,
    clientId: `m${seq}`,
    author: { kind, id: kind, name: '' },
    postedAt: seq * 10,
    content,
  })
}

const text = (words: string): Content => ({ kind: 'text', text: words })

describe('afterMessage', () => {
  it('lets a contact wait from its first unanswered message until somebody answers', () => {
    const asked = joinedBy(newConversation, 'contact', text('hello?'))
    assert.equal(asked.waitingSince, 10)
    assert.equal(asked.unreadByAgents, 1)
    const again = joinedBy(asked, 'contact', text('anybody?'))
    assert.equal(again.waitingSince, 10)
    assert.equal(again.unreadByAgents, 2)
    assert.deepEqual(again.preview, { authorKind: 'contact', text: 'anybody?', postedAt: 20 })
    const answered = joinedBy(again, 'agent', text('here'))
    assert.equal(answered.waitingSince, 0)
    assert.equal(answered.unreadByContact, 1)
    assert.equal(answered.lastSeq, 3)
  })

  it('shows a note to nobody but agents: no preview, no unread, no answer', () => {
    const asked = joinedBy(newConversation, 'contact', text('hello?'))
    const noted = joinedBy(asked, 'agent', { kind: 'note', text: 'a regular' })
    assert.deepEqual(noted, { ...asked, lastSeq: 2, activeAt: 20 })
  })

  it('moves nothing but the end of the log for an event', () => {
    const asked = joinedBy(newConversation, 'contact', text('hello?'))
    const event = { kind: 'event', type: 'assigned', agentId: 'mei', agentName: 'Mei' } as const
    assert.deepEqual(joinedBy(asked, 'system', event), { ...asked, lastSeq: 2 })
  })

  it('cuts a preview without halving a sign', () => {
    const previewOf = (words: string) =>
      joinedBy(newConversation, 'contact', text(words)).preview.text
    assert.equal(previewOf('茶'.repeat(160)).length, 160)
    assert.equal(previewOf('茶'.repeat(161)).length, 160)
    assert.equal(previewOf(`${'x'.repeat(159)}🍵🍵`), 'x'.repeat(159))
    assert.equal(previewOf(`${'x'.repeat(158)}🍵🍵`), `${'x'.repeat(158)}🍵`)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (words) => {
        const preview = previewOf(words)
        assert.ok(preview.length <= 160 && words.startsWith(preview))
        assert.ok(preview.isWellFormed())
      }),
    )
  })
})

describe('stateAfterContactMessage', () => {
  it('brings back what was over, and leaves what goes on', () => {
    assert.deepEqual(stateAfterContactMessage({ status: 'resolved' }, 7), {
      status: 'queued',
      queuedAt: 7,
    })
    assert.deepEqual(stateAfterContactMessage({ status: 'snoozed', agentId: 'mei' }, 7), {
      status: 'open',
      agentId: 'mei',
    })
    for (const state of [
      { status: 'bot' },
      { status: 'queued', queuedAt: 1 },
      { status: 'open', agentId: 'mei' },
    ] as const) {
      assert.equal(stateAfterContactMessage(state, 7), undefined)
    }
  })
})

describe('forward', () => {
  const anyCursor = fc.record({ deliveredSeq: fc.nat(30), readSeq: fc.nat(30) })

  it('takes what was read as received', () => {
    const cursor = { deliveredSeq: 1, readSeq: 0 }
    assert.deepEqual(forward(cursor, { deliveredSeq: 0, readSeq: 4 }, 9), {
      deliveredSeq: 4,
      readSeq: 4,
    })
    assert.equal(forward(cursor, { deliveredSeq: 1, readSeq: 0 }, 9), undefined)
  })

  it('never goes back nor beyond the log, and stays when the same move comes again', () => {
    fc.assert(
      fc.property(anyCursor, anyCursor, fc.nat(30), (from, move, more) => {
        const cursor = { ...from, deliveredSeq: Math.max(from.deliveredSeq, from.readSeq) }
        const lastSeq = cursor.deliveredSeq + more
        const moved = forward(cursor, move, lastSeq)
        if (moved === undefined) return
        assert.ok(moved.readSeq >= cursor.readSeq && moved.deliveredSeq >= cursor.deliveredSeq)
        assert.ok(moved.readSeq <= moved.deliveredSeq && moved.deliveredSeq <= lastSeq)
        assert.equal(forward(moved, move, lastSeq), undefined)
      }),
    )
  })
})
