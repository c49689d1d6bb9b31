import { Refusal } from '@parley/protocol'
import type { Agent, Locale, Me, Role, Workspace } from '@parley/protocol/rest'
import type { Row } from '../platform/storage/index.ts'
import { verifyPassword } from './passwords.ts'
import type { PeoplePorts } from './ports.ts'
import { byAddress, byEmail, type Throttle } from './throttle.ts'
import { hashToken, newToken } from './tokens.ts'

/** How long a session lives after its last use, and how often its use is written down. */
export const SESSION_MS = 30 * 24 * 3_600_000
const SESSION_REFRESH_MS = 3_600_000

/** Who is signed in, and by which session. */
export interface SignedIn {
  agent: Agent
  workspace: Workspace
  locale: Locale
  /** What the agent last chose to be while connected. */
  chosenPresence: 'online' | 'away'
  /** Names the session; the token itself is nowhere kept. */
  tokenHash: string
}

/**
 * Signs an agent in and opens a session. The token is told once.
 *
 * @throws {Refusal} `bad_credentials`, the same for an unknown e-mail and a wrong password;
 * `too_many_requests` after some failures of the same e-mail or address.
 */
export async function signIn(
  ports: PeoplePorts & { throttle: Throttle },
  credentials: { email: string; password: string },
  address: string,
): Promise<{ token: string; me: Me }> {
  const email = credentials.email.trim().toLowerCase()
  const keys = [byEmail(email), byAddress(address)] as const
  ports.throttle.check(...keys)
  const agent = await ports.storage.db
    .selectFrom('agents')
    .select(['id', 'passwordHash'])
    .where('email', '=', email)
    .where('isActive', '=', 1)
    .executeTakeFirst()
  // Counted before the slow part, so that guesses made at the same moment count too.
  ports.throttle.failed(...keys)
  if (!(await verifyPassword(credentials.password, agent?.passwordHash)) || agent === undefined) {
    throw new Refusal('bad_credentials', 'The e-mail or the password is wrong.')
  }
  ports.throttle.forget(keys[0])
  // Others at this address may be guessing all the same.
  ports.throttle.forgive(keys[1])
  return openSession(ports, agent.id)
}

/** Opens a session for an agent who has just proven who it is. */
export async function openSession(
  ports: PeoplePorts,
  agentId: string,
): Promise<{ token: string; me: Me }> {
  const token = newToken()
  const tokenHash = hashToken(token)
  const createdAt = ports.now()
  const { db } = ports.storage
  await db
    .insertInto('sessions')
    .values({ tokenHash, agentId, createdAt, expiresAt: createdAt + SESSION_MS })
    .execute()
  await db.deleteFrom('sessions').where('expiresAt', '<', createdAt).execute()
  const signedIn = await authenticate(ports, token)
  if (signedIn === undefined) throw new Error('a session was opened and is not there')
  return { token, me: toMe(signedIn) }
}

/** Whom a session's token signs in; undefined when it is unknown, over, or the agent inactive. */
export async function authenticate(
  ports: PeoplePorts,
  token: string,
): Promise<SignedIn | undefined> {
  const tokenHash = hashToken(token)
  const { db } = ports.storage
  const now = ports.now()
  const row = await db
    .selectFrom('sessions')
    .innerJoin('agents', 'agents.id', 'sessions.agentId')
    .innerJoin('workspaces', 'workspaces.id', 'agents.workspaceId')
    .selectAll('agents')
    .select(['sessions.expiresAt', 'workspaces.name as workspaceName', 'isTypingPreviewOn'])
    .where('tokenHash', '=', tokenHash)
    .where('expiresAt', '>', now)
    .where('isActive', '=', 1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  if (row.expiresAt - now < SESSION_MS - SESSION_REFRESH_MS) {
    await db
      .updateTable('sessions')
      .set({ expiresAt: now + SESSION_MS })
      .where('tokenHash', '=', tokenHash)
      .execute()
  }
  return {
    agent: toAgent(row),
    workspace: {
      id: row.workspaceId,
      name: row.workspaceName,
      isTypingPreviewOn: row.isTypingPreviewOn === 1,
    },
    locale: row.locale as Locale,
    chosenPresence: row.chosenPresence === 'away' ? 'away' : 'online',
    tokenHash,
  }
}

/** Ends one session. */
export async function signOut(ports: PeoplePorts, { agent, tokenHash }: SignedIn): Promise<void> {
  const { db } = ports.storage
  await db.deleteFrom('sessions').where('tokenHash', '=', tokenHash).execute()
  ports.announce({ type: 'sessions_ended', agentId: agent.id, tokenHash })
}

/** Ends all sessions of an agent, or all but one. */
export async function endSessions(
  ports: PeoplePorts,
  agentId: string,
  exceptTokenHash?: string,
): Promise<void> {
  let query = ports.storage.db.deleteFrom('sessions').where('agentId', '=', agentId)
  if (exceptTokenHash !== undefined) query = query.where('tokenHash', '!=', exceptTokenHash)
  await query.execute()
  ports.announce({
    type: 'sessions_ended',
    agentId,
    exceptTokenHash,
  })
}

export function toMe({ agent, workspace, locale }: SignedIn): Me {
  return { agent, workspace, locale }
}

export function toAgent(row: Omit<Row<'agents'>, 'passwordHash'>): Agent {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role as Role,
    isActive: row.isActive === 1,
    createdAt: row.createdAt,
  }
}
