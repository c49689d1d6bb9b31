import { Refusal } from '@parley/protocol'
import type {
  Invite,
  InviteAcceptance,
  InviteOffer,
  Me,
  NewInvite,
  Role,
} from '@parley/protocol/rest'
import { WriteConflict } from '../platform/storage/index.ts'
import { hashPassword } from './passwords.ts'
import { mayAssignRole } from './policy.ts'
import type { PeoplePorts } from './ports.ts'
import { openSession, type SignedIn } from './sessions.ts'
import { hashToken, newToken } from './tokens.ts'

const INVITE_MS = 7 * 24 * 3_600_000

/** Open invites of one workspace at most. */
const INVITES_MAX = 200

/** Where the person who holds the token joins. */
function joinUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/console/join/${token}`
}

/** Makes a one-time link; it is told once, and only its digest is kept. */
export async function createInvite(
  ports: PeoplePorts,
  workspaceId: string,
  wanted: { role: Role; email: string },
  publicUrl: string,
): Promise<NewInvite> {
  const token = newToken()
  const createdAt = ports.now()
  const invite: Invite = {
    id: ports.newId(),
    email: wanted.email.trim().toLowerCase(),
    role: wanted.role,
    createdAt,
    expiresAt: createdAt + INVITE_MS,
  }
  await ports.storage.db
    .insertInto('invites')
    .values({ ...invite, workspaceId, tokenHash: hashToken(token), acceptedAt: null })
    .execute()
  return { invite, url: joinUrl(publicUrl, token) }
}

/** @throws {Refusal} `not_allowed` for a role that one may not give, `conflict` when too many. */
export async function invite(
  ports: PeoplePorts,
  by: SignedIn,
  wanted: { role: Role; email: string },
  publicUrl: string,
): Promise<NewInvite> {
  if (!mayAssignRole(by.agent.role, undefined, wanted.role)) {
    throw new Refusal('not_allowed', `A ${by.agent.role} may not invite a ${wanted.role}.`)
  }
  if ((await listInvites(ports, by.workspace.id)).length >= INVITES_MAX) {
    throw new Refusal('conflict', `${INVITES_MAX} invites are open. Revoke some first.`)
  }
  return createInvite(ports, by.workspace.id, wanted, publicUrl)
}

/** The invites that nobody has accepted yet and that are still good. */
export async function listInvites(ports: PeoplePorts, workspaceId: string): Promise<Invite[]> {
  const rows = await ports.storage.db
    .selectFrom('invites')
    .select(['id', 'email', 'role', 'createdAt', 'expiresAt'])
    .where('workspaceId', '=', workspaceId)
    .where('acceptedAt', 'is', null)
    .where('expiresAt', '>', ports.now())
    .orderBy('createdAt', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, role: row.role as Role }))
}

/** @throws {Refusal} `not_found` */
export async function revokeInvite(
  ports: PeoplePorts,
  workspaceId: string,
  inviteId: string,
): Promise<void> {
  const [result] = await ports.storage.db
    .deleteFrom('invites')
    .where('id', '=', inviteId)
    .where('workspaceId', '=', workspaceId)
    .where('acceptedAt', 'is', null)
    .execute()
  if (result?.numDeletedRows === 0n) throw new Refusal('not_found', 'There is no such open invite.')
}

/** @throws {Refusal} `invite_not_valid` */
export async function readOffer(ports: PeoplePorts, token: string): Promise<InviteOffer> {
  const { workspaceName, role, email } = await findOpen(ports, token)
  return { workspaceName, role: role as Role, email }
}

/**
 * Makes the invited person an agent and signs it in. Of two who hold the same link, one joins.
 *
 * @throws {Refusal} `invite_not_valid`, `conflict` (the e-mail has an account)
 */
export async function acceptInvite(
  ports: PeoplePorts,
  token: string,
  person: InviteAcceptance,
): Promise<{ token: string; me: Me }> {
  const open = await findOpen(ports, token)
  const email = person.email.trim().toLowerCase()
  if (open.email !== '' && open.email !== email) {
    throw new Refusal('invite_not_valid', 'The invite is for another e-mail address.')
  }
  const { db } = ports.storage
  const taken = await db.selectFrom('agents').select('id').where('email', '=', email).execute()
  if (taken.length > 0) {
    throw new Refusal('conflict', 'This e-mail has an account already. Sign in with it.')
  }
  const now = ports.now()
  const agentId = ports.newId()
  const passwordHash = await hashPassword(person.password)
  try {
    await ports.storage.atomically([
      {
        query: db
          .updateTable('invites')
          .set({ acceptedAt: now })
          .where('id', '=', open.id)
          .where('acceptedAt', 'is', null),
        changes: 1,
      },
      {
        query: db.insertInto('agents').values({
          id: agentId,
          workspaceId: open.workspaceId,
          email,
          name: person.name.trim(),
          role: open.role,
          passwordHash,
          locale: person.locale ?? 'en',
          isActive: 1,
          chosenPresence: 'online',
          createdAt: now,
        }),
      },
    ])
  } catch (error) {
    if (error instanceof WriteConflict) throw notValid()
    throw error
  }
  ports.announce({ type: 'agent_changed', workspaceId: open.workspaceId, agentId })
  return openSession(ports, agentId)
}

async function findOpen(ports: PeoplePorts, token: string) {
  const row = await ports.storage.db
    .selectFrom('invites')
    .innerJoin('workspaces', 'workspaces.id', 'invites.workspaceId')
    .select(['invites.id', 'workspaceId', 'email', 'role', 'workspaces.name as workspaceName'])
    .where('tokenHash', '=', hashToken(token))
    .where('acceptedAt', 'is', null)
    .where('expiresAt', '>', ports.now())
    .executeTakeFirst()
  if (row === undefined) throw notValid()
  return row
}

function notValid(): Refusal {
  return new Refusal(
    'invite_not_valid',
    'The link was used already, has run out, or was never made. Ask for a new one.',
  )
}
