import { Refusal } from '@parley/protocol'
import type { Agent, AgentChange, Locale, Me, MeChange, Role } from '@parley/protocol/rest'
import { hashPassword, verifyPassword } from './passwords.ts'
import { mayAssignRole } from './policy.ts'
import type { PeoplePorts } from './ports.ts'
import { endSessions, type SignedIn, toAgent, toMe } from './sessions.ts'
import { byAgent, type Throttle } from './throttle.ts'
import { newToken } from './tokens.ts'

/** All agents of a workspace, inactive ones included, by name. */
export async function listAgents(ports: PeoplePorts, workspaceId: string): Promise<Agent[]> {
  const rows = await ports.storage.db
    .selectFrom('agents')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .orderBy('name')
    .execute()
  return rows.map(toAgent)
}

/** An active agent of the workspace. */
export async function findAgent(
  ports: PeoplePorts,
  workspaceId: string,
  agentId: string,
): Promise<Agent | undefined> {
  const row = await ports.storage.db
    .selectFrom('agents')
    .selectAll()
    .where('id', '=', agentId)
    .where('workspaceId', '=', workspaceId)
    .where('isActive', '=', 1)
    .executeTakeFirst()
  return row && toAgent(row)
}

/**
 * Changes an agent's role or whether it is active. An inactive agent's sessions end at once. The
 * last active owner stays owner.
 *
 * @throws {Refusal} `not_found`, `not_allowed`, `conflict` (the last owner)
 */
export async function changeAgent(
  ports: PeoplePorts,
  by: SignedIn,
  agentId: string,
  change: AgentChange,
): Promise<Agent> {
  const { db } = ports.storage
  const workspaceId = by.workspace.id
  const agents = await listAgents(ports, workspaceId)
  const target = agents.find(({ id }) => id === agentId)
  if (target === undefined) throw new Refusal('not_found', 'There is no such agent.')
  const role = change.role ?? target.role
  if (!mayAssignRole(by.agent.role, target.role, role)) {
    throw new Refusal('not_allowed', `A ${by.agent.role} may not change this agent so.`)
  }
  const isActive = change.isActive ?? target.isActive
  const owns = (agent: { role: Role; isActive: boolean }) =>
    agent.role === 'owner' && agent.isActive
  const otherOwners = agents.filter((agent) => agent.id !== agentId && owns(agent))
  if (owns(target) && !owns({ role, isActive }) && otherOwners.length === 0) {
    throw new Refusal('conflict', 'This is the last owner. Make somebody else owner first.')
  }
  await db
    .updateTable('agents')
    .set({ role, isActive: isActive ? 1 : 0 })
    .where('id', '=', agentId)
    .where('workspaceId', '=', workspaceId)
    .execute()
  ports.announce({ type: 'agent_changed', workspaceId, agentId })
  if (target.isActive && !isActive) await endSessions(ports, agentId)
  return { ...target, role, isActive }
}

/**
 * Changes one's own name, language or password. A new password needs the current one and ends the
 * other sessions.
 *
 * @throws {Refusal} `bad_credentials`, `too_many_requests`
 */
export async function changeMe(
  ports: PeoplePorts & { throttle: Throttle },
  signedIn: SignedIn,
  change: MeChange,
): Promise<Me> {
  const { agent, workspace, tokenHash } = signedIn
  const { db } = ports.storage
  const passwordHash =
    change.newPassword === undefined ? undefined : await changedPassword(ports, agent, change)
  const name = change.name?.trim()
  await db
    .updateTable('agents')
    .set({
      ...(name === undefined ? {} : { name }),
      ...(change.locale === undefined ? {} : { locale: change.locale }),
      ...(passwordHash === undefined ? {} : { passwordHash }),
      isActive: 1,
    })
    .where('id', '=', agent.id)
    .where('isActive', '=', 1)
    .execute()
  if (passwordHash !== undefined) await endSessions(ports, agent.id, tokenHash)
  ports.announce({ type: 'agent_changed', workspaceId: workspace.id, agentId: agent.id })
  return toMe({
    ...signedIn,
    agent: { ...agent, name: name ?? agent.name },
    locale: change.locale ?? signedIn.locale,
  })
}

async function changedPassword(
  ports: PeoplePorts & { throttle: Throttle },
  agent: Agent,
  { currentPassword = '', newPassword = '' }: MeChange,
): Promise<string> {
  const key = byAgent(agent.id)
  ports.throttle.check(key)
  const row = await ports.storage.db
    .selectFrom('agents')
    .select('passwordHash')
    .where('id', '=', agent.id)
    .executeTakeFirst()
  ports.throttle.failed(key)
  if (!(await verifyPassword(currentPassword, row?.passwordHash))) {
    throw new Refusal('bad_credentials', 'The current password is wrong.')
  }
  ports.throttle.forget(key)
  return hashPassword(newPassword)
}

/** A random password that a person can copy: 120 bits. */
export function newPassword(): string {
  return newToken().slice(0, 20)
}

/** Makes somebody an agent who cannot sign in until a password is set: for the demo. */
export async function joinAgent(
  ports: PeoplePorts,
  agent: { workspaceId: string; email: string; name: string; role: Role; locale: Locale },
): Promise<void> {
  await ports.storage.db
    .insertInto('agents')
    .values({
      id: ports.newId(),
      ...agent,
      passwordHash: '',
      isActive: 1,
      chosenPresence: 'online',
      createdAt: ports.now(),
    })
    .execute()
}

/** Gives an agent a new password without the old one, and ends its sessions: for the demo. */
export async function setPassword(
  ports: PeoplePorts,
  agentId: string,
  password: string,
): Promise<void> {
  const passwordHash = await hashPassword(password)
  await ports.storage.db
    .updateTable('agents')
    .set({ passwordHash })
    .where('id', '=', agentId)
    .execute()
  await endSessions(ports, agentId)
}

/**
 * Gives the account of this e-mail a new password, returned once, and makes it an active owner.
 * Undefined when there is none.
 */
export async function resetOwner(ports: PeoplePorts, email: string): Promise<string | undefined> {
  const { db } = ports.storage
  const row = await db
    .selectFrom('agents')
    .select('id')
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst()
  if (row === undefined) return undefined
  const password = newPassword()
  await db
    .updateTable('agents')
    .set({ role: 'owner', isActive: 1 })
    .where('id', '=', row.id)
    .execute()
  await setPassword(ports, row.id, password)
  return password
}
