import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it, mock } from 'node:test'
import type { Connection } from '@parley/client'
import { type ClientBody, type Conversation, ConversationStatus, InboxView } from '@parley/protocol'
import { conversation } from './conversation.fixture.ts'
import { createInbox, type Inbox } from './inbox.ts'

function row(number: number, change: Partial<Conversation> = {}): Conversation {
  return conversation({ id: `c${number}`, activeAt: number, ...change })
}

/** A connection whose answers the test gives. */
function fakeConnection() {
  const asked: { body: ClientBody; answer(value: unknown): void; fail(): void }[] = []
  const connection = {
    request: (body: ClientBody) =>
      new Promise((resolve, reject) => {
        asked.push({ body, answer: resolve, fail: () => reject(new Error('lost')) })
      }),
  } as unknown as Connection
  return { asked, connection }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('inbox', () => {
  let asked: ReturnType<typeof fakeConnection>['asked']
  let inbox: Inbox

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] })
    const fake = fakeConnection()
    asked = fake.asked
    inbox = createInbox(fake.connection, () => 'me')
  })
  afterEach(() => {
    inbox.close()
    mock.timers.reset()
  })

  const ids = () => inbox.state.lists.all.rows.map(({ id }) => id)

  it('loads a list once, page after page', async () => {
    inbox.show('all')
    inbox.show('all')
    assert.equal(asked.length, 1)
    assert.deepEqual(asked[0]?.body, {
      $case: 'listConversations',
      value: { view: InboxView.ALL, cursor: '', limit: 100 },
    })
    asked[0]?.answer({ conversations: [row(9), row(8)], nextCursor: 'page 2' })
    await settled()
    inbox.loadMore('all')
    asked[1]?.answer({ conversations: [row(7)], nextCursor: '' })
    await settled()
    assert.deepEqual(ids(), ['c9', 'c8', 'c7'])
    inbox.loadMore('all')
    assert.equal(asked.length, 2)
  })

  it('takes pushed changes in, and lets go of what moved away', async () => {
    inbox.show('all')
    asked[0]?.answer({ conversations: [row(9), row(8)], nextCursor: '' })
    await settled()
    inbox.changed({ conversations: [row(10)], isStale: false })
    assert.deepEqual(ids(), ['c10', 'c9', 'c8'])
    const resolved = row(9, { status: ConversationStatus.RESOLVED, version: 2 })
    inbox.changed({ conversations: [resolved], isStale: false })
    assert.deepEqual(ids(), ['c10', 'c8'])
    assert.equal(inbox.find('c8')?.id, 'c8')
    assert.equal(inbox.find('c9'), undefined)
  })

  it('fetches anew when too much has changed, and throws a late answer away', async () => {
    inbox.show('all')
    asked[0]?.answer({ conversations: [row(1)], nextCursor: '' })
    await settled()
    inbox.changed({ conversations: [], isStale: true })
    inbox.changed({ conversations: [], isStale: true })
    assert.equal(asked.length, 3)
    asked[2]?.answer({ conversations: [row(3)], nextCursor: '' })
    await settled()
    asked[1]?.answer({ conversations: [row(2)], nextCursor: '' })
    await settled()
    assert.deepEqual(ids(), ['c3'])
  })

  it('keeps what was pushed while an older page was on its way', async () => {
    inbox.show('all')
    const resolved = row(9, { status: ConversationStatus.RESOLVED, version: 2 })
    inbox.changed({ conversations: [resolved, row(10)], isStale: false })
    asked[0]?.answer({ conversations: [row(9), row(8)], nextCursor: '' })
    await settled()
    assert.deepEqual(ids(), ['c10', 'c8'])
  })

  it('counts once for many changes, and survives a failed count', async () => {
    inbox.show('all')
    asked[0]?.answer({ conversations: [], nextCursor: '' })
    await settled()
    for (let number = 1; number <= 20; number += 1) inbox.take([row(number)])
    mock.timers.tick(1_000)
    assert.equal(asked.filter(({ body }) => body.$case === 'countInbox').length, 1)
    asked.at(-1)?.fail()
    await settled()
    inbox.take([row(21)])
    mock.timers.tick(1_000)
    asked.at(-1)?.answer({ mine: 1, unassigned: 2, all: 3 })
    await settled()
    assert.deepEqual(inbox.state.counts, { mine: 1, unassigned: 2, all: 3 })
  })
})
