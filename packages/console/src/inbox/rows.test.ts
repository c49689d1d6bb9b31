import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Conversation, ConversationStatus } from '@parley/protocol'
import fc from 'fast-check'
import { conversation } from './conversation.fixture.ts'
import { belongs, compare, merge, newer, type View, views } from './rows.ts'

const me = 'agent-1'

const anyState = fc.constantFrom<Partial<Conversation>>(
  { status: ConversationStatus.QUEUED, agentId: '' },
  { status: ConversationStatus.OPEN, agentId: me },
  { status: ConversationStatus.OPEN, agentId: 'agent-2' },
  { status: ConversationStatus.RESOLVED, agentId: '' },
)

/** What happens to a workspace: each conversation changes again and again, versions grow. */
const anyHistory = fc.array(
  fc.record({ number: fc.integer({ min: 1, max: 12 }), state: anyState, at: fc.nat(50) }),
  { maxLength: 60 },
)

function play(history: { number: number; state: Partial<Conversation>; at: number }[]) {
  return history.map(({ number, state, at }, index) =>
    conversation({ id: `c${number}`, version: index + 1, activeAt: at, ...state }),
  )
}

function expected(changes: Conversation[], view: View): string[] {
  const last = new Map(changes.map((one) => [one.id, one]))
  return [...last.values()]
    .filter((one) => belongs(one, view, me))
    .sort(compare(view))
    .map(({ id }) => id)
}

describe('merge', () => {
  it('ends where a fresh list would, in whatever portions and order changes arrive', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), fc.constantFrom(...views), (history, seed, view) => {
        const changes = play(history)
        // Frames may overtake each other: what is older must not win.
        const shuffled = changes
          .map((one, index) => ({ one, key: (index * 7919 + seed) % 101 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one)
        let rows: readonly Conversation[] = []
        // A list knows a conversation's newest state only from what it kept: a fetched page first.
        rows = merge(rows, changes, view, me, false)
        for (const one of shuffled) {
          if (rows.some(({ id }) => id === one.id)) rows = merge(rows, [one], view, me, false)
        }
        assert.deepEqual(
          rows.map(({ id }) => id),
          expected(changes, view),
        )
      }),
    )
  })

  it('leaves to further pages what would stand below the last row known', () => {
    const rows = [9, 8].map((at) => conversation({ id: `c${at}`, activeAt: at }))
    const later = merge(rows, [conversation({ id: 'new', activeAt: 10 })], 'all', me, true)
    assert.deepEqual(
      later.map(({ id }) => id),
      ['new', 'c9', 'c8'],
    )
    const below = merge(rows, [conversation({ id: 'old', activeAt: 1 })], 'all', me, true)
    assert.deepEqual(
      below.map(({ id }) => id),
      ['c9', 'c8'],
    )
  })
})

describe('belongs', () => {
  it('sorts each state into its lists', () => {
    const lists = (change: Partial<Conversation>) =>
      views.filter((view) => belongs(conversation(change), view, me))
    assert.deepEqual(lists({}), ['unassigned', 'all'])
    assert.deepEqual(lists({ status: ConversationStatus.OPEN, agentId: me }), ['mine', 'all'])
    assert.deepEqual(lists({ status: ConversationStatus.SNOOZED, agentId: me }), ['mine', 'all'])
    assert.deepEqual(lists({ status: ConversationStatus.OPEN, agentId: 'other' }), ['all'])
    assert.deepEqual(lists({ status: ConversationStatus.RESOLVED }), ['resolved'])
  })
})

describe('newer', () => {
  it('goes by the version, then by the last seq', () => {
    const known = conversation({ version: 2, lastSeq: 5 })
    const older = conversation({ version: 1, lastSeq: 9 })
    const behind = conversation({ version: 2, lastSeq: 4 })
    const ahead = conversation({ version: 2, lastSeq: 6 })
    assert.equal(newer(known, older), known)
    assert.equal(newer(known, behind), known)
    assert.equal(newer(known, ahead), ahead)
    assert.equal(newer(undefined, older), older)
  })
})
