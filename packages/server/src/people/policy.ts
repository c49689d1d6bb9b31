import { Refusal } from '@parley/protocol'
import type { Role } from '@parley/protocol/rest'

/** From the least to the most powerful. */
const ranks: Record<Role, number> = { agent: 1, supervisor: 2, admin: 3, owner: 4 }

/**
 * Who may do what: the only place where it is decided. An action names the least powerful role
 * that may; more powerful ones may too.
 */
export const policy = {
  'conversations.answer': 'agent',
  'me.change': 'agent',
  'agents.read': 'agent',
  'workspace.read': 'agent',
  'channels.read': 'agent',
  'knowledge.read': 'agent',
  'knowledge.change': 'supervisor',
  'knowledge.connect': 'admin',
  'agents.change': 'admin',
  'invites.manage': 'admin',
  'workspace.change': 'admin',
  'channels.change': 'admin',
  'assistant.read': 'agent',
  'assistant.change': 'admin',
  'routing.read': 'agent',
  'routing.direct': 'supervisor',
  'routing.change': 'admin',
  'engines.read': 'admin',
  'engines.change': 'admin',
  'privacy.read': 'admin',
  'privacy.change': 'admin',
} as const satisfies Record<string, Role>

export type Action = keyof typeof policy

/** Whether a role may carry out an action. */
export function may(role: Role, action: Action): boolean {
  return ranks[role] >= ranks[policy[action]]
}

/** @throws {Refusal} `not_allowed` unless the role may. */
export function mustBeAllowed(role: Role, action: Action): void {
  if (may(role, action)) return
  throw new Refusal(
    'not_allowed',
    `This needs the role ${policy[action]}; yours is ${role}. Ask an administrator.`,
  )
}

/** Whether somebody may make `target` what `role` says: nobody touches whom they do not outrank. */
export function mayAssignRole(by: Role, target: Role | undefined, role: Role): boolean {
  if (!may(by, 'agents.change')) return false
  if (by === 'owner') return true
  return ranks[role] < ranks.owner && (target === undefined || ranks[target] < ranks.owner)
}
