import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Role } from '@parley/protocol/rest'
import { type Action, may, mayAssignRole, mustBeAllowed, policy } from './policy.ts'

const roles: readonly Role[] = ['agent', 'supervisor', 'admin', 'owner']
const actions = Object.keys(policy) as Action[]

describe('may', () => {
  it('lets the more powerful do all that the less powerful may', () => {
    for (const action of actions) {
      const allowed = roles.map((role) => may(role, action))
      assert.deepEqual(allowed, [...allowed].sort(), action)
      assert.equal(may('owner', action), true)
    }
  })

  it('keeps what changes the workspace from those who only answer', () => {
    for (const action of [
      'agents.change',
      'invites.manage',
      'workspace.change',
      'channels.change',
    ]) {
      assert.equal(may('agent', action as Action), false)
      assert.equal(may('supervisor', action as Action), false)
      assert.throws(() => mustBeAllowed('supervisor', action as Action), { reason: 'not_allowed' })
    }
  })
})

describe('mayAssignRole', () => {
  it('lets owners make anybody anything, and administrators all but owners', () => {
    for (const target of [undefined, ...roles]) {
      for (const role of roles) {
        assert.equal(mayAssignRole('owner', target, role), true)
        assert.equal(mayAssignRole('admin', target, role), target !== 'owner' && role !== 'owner')
        assert.equal(mayAssignRole('supervisor', target, role), false)
        assert.equal(mayAssignRole('agent', target, role), false)
      }
    }
  })
})
