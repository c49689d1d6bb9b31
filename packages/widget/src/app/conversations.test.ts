import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AuthorKind, ConversationStatus, EventType } from '@parley/protocol'
import { conversation, message } from '../../tests/_harness/conversation.ts'
import {
  unreadIn,
  withAllRead,
  withConversation,
  withCursor,
  withMessage,
} from './conversations.ts'

describe('withConversation', () => {
  it('adds a new one and keeps the latest activity first', () => {
    const list = [conversation({ id: 'a', activeAt: 50 }), conversation({ id: 'b', activeAt: 10 })]
    const next = withConversation(list, conversation({ id: 'c', activeAt: 30 }))
    assert.deepEqual(
      next.map(({ id }) => id),
      ['a', 'c', 'b'],
    )
  })

  it('passes an older state over', () => {
    const list = [conversation({ version: 3, status: ConversationStatus.OPEN })]
    assert.equal(withConversation(list, conversation({ version: 2 })), list)
  })

  it('keeps what it knows of the log when that is ahead', () => {
    const list = withMessage([conversation()], message(1))
    const [next] = withConversation(list, conversation({ version: 2, agentName: 'Mei' }))
    assert.equal(next?.agentName, 'Mei')
    assert.equal(next?.lastSeq, 1)
    assert.equal(next?.preview?.text, 'text 1')
    assert.equal(next?.unreadCount, 1)
  })

  it('never moves a cursor back', () => {
    const list = [conversation({ agentReadSeq: 5, contactReadSeq: 1 })]
    const [next] = withConversation(list, conversation({ version: 2, contactReadSeq: 4 }))
    assert.deepEqual([next?.agentReadSeq, next?.contactReadSeq], [5, 4])
  })
})

describe('withMessage', () => {
  it('shows it as the preview, counts it and moves its conversation up', () => {
    const list = [conversation({ id: 'b', activeAt: 5_000 }), conversation()]
    const next = withMessage(list, message(1, { postedAt: 9_000 }))
    assert.equal(next[0]?.id, 'c1')
    assert.equal(next[0]?.preview?.text, 'text 1')
    assert.equal(unreadIn(next), 1)
  })

  it('does not count what the visitor wrote, in this tab or another', () => {
    const next = withMessage([conversation()], message(1, { authorKind: AuthorKind.CONTACT }))
    assert.equal(next[0]?.lastSeq, 1)
    assert.equal(unreadIn(next), 0)
  })

  it('takes an event for no activity', () => {
    const event = { type: EventType.ASSIGNED, agentId: 'a1', agentName: 'Mei' }
    const assigned = message(1, { content: { $case: 'event', value: event } })
    const [next] = withMessage([conversation()], assigned)
    assert.deepEqual([next?.lastSeq, next?.activeAt, next?.preview], [1, 1_000, undefined])
  })

  it('changes nothing when it is known, or of an unknown conversation', () => {
    const list = withMessage([conversation()], message(1))
    assert.equal(withMessage(list, message(1)), list)
    assert.equal(withMessage(list, message(2, { conversationId: 'other' })), list)
  })
})

describe('withCursor and withAllRead', () => {
  const unread = withMessage(withMessage([conversation()], message(1)), message(2))
  const move = { conversationId: 'c1', deliveredSeq: 2, readSeq: 2 }

  it('show how far the agents have read', () => {
    const [next] = withCursor(unread, { ...move, side: AuthorKind.AGENT })
    assert.deepEqual([next?.agentReadSeq, next?.unreadCount], [2, 2])
  })

  it('clear the count when the visitor has read to the end in another tab', () => {
    assert.equal(unreadIn(withCursor(unread, { ...move, side: AuthorKind.CONTACT })), 0)
    const half = withCursor(unread, { ...move, readSeq: 1, side: AuthorKind.CONTACT })
    assert.equal(unreadIn(half), 2)
  })

  it('clear the count at once when it is read here', () => {
    const next = withAllRead(unread, 'c1')
    assert.equal(unreadIn(next), 0)
    assert.equal(withAllRead(next, 'c1'), next)
  })
})
