import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { assignedAgent, type Change, nextState } from './lifecycle.ts'
import type { ConversationState } from './types.ts'

const mei = { id: 'mei', name: 'Mei' }
const mo = { id: 'mo', name: 'Mo' }

const queued: ConversationState = { status: 'queued', queuedAt: 1 }
const meis: ConversationState = { status: 'open', agentId: 'mei' }
const resolved: ConversationState = { status: 'resolved' }

const conflict = { reason: 'conflict' }

describe('nextState', () => {
  it('gives a conversation to one agent', () => {
    const taken = nextState(queued, { type: 'take' }, mei, 5)
    assert.deepEqual(taken?.state, meis)
    assert.deepEqual(taken?.event, {
      kind: 'event',
      type: 'assigned',
      agentId: 'mei',
      agentName: 'Mei',
    })
    assert.equal(nextState(meis, { type: 'take' }, mei, 5), undefined)
    assert.throws(() => nextState(meis, { type: 'take' }, mo, 5), conflict)
  })

  it('gives it on, back, and away', () => {
    assert.deepEqual(nextState(meis, { type: 'transfer', to: mo }, mei, 5)?.state, {
      status: 'open',
      agentId: 'mo',
    })
    assert.deepEqual(nextState(meis, { type: 'release' }, mei, 5)?.state, {
      status: 'queued',
      queuedAt: 5,
    })
    assert.deepEqual(nextState(meis, { type: 'resolve' }, mei, 5)?.state, resolved)
    assert.deepEqual(nextState(resolved, { type: 'reopen' }, mo, 5)?.state, {
      status: 'open',
      agentId: 'mo',
    })
  })

  it('does not touch what is resolved, but to reopen it', () => {
    for (const change of [
      { type: 'take' },
      { type: 'release' },
      { type: 'transfer', to: mo },
    ] as const) {
      assert.throws(() => nextState(resolved, change, mei, 5), conflict)
    }
  })

  it('changes nothing when the same step comes again', () => {
    const anyState = fc.constantFrom(queued, meis, resolved, {
      status: 'open',
      agentId: 'mo',
    } as const)
    const anyChange = fc.constantFrom<Change>(
      { type: 'take' },
      { type: 'release' },
      { type: 'resolve' },
      { type: 'reopen' },
      { type: 'transfer', to: mo },
    )
    fc.assert(
      fc.property(anyState, anyChange, (state, change) => {
        let next: ReturnType<typeof nextState>
        try {
          next = nextState(state, change, mei, 5)
        } catch {
          return
        }
        if (next === undefined) return
        assert.equal(nextState(next.state, change, mei, 6), undefined)
        assert.equal(assignedAgent(next.state) === '', next.state.status !== 'open')
      }),
    )
  })
})
