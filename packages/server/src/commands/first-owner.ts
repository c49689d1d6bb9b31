import type { Rooms } from '../app.ts'
import { createInvite, createWorkspace, listAgents, listWorkspaces } from '../people/index.ts'

/**
 * Makes sure that a deployment has a workspace with a channel, and somebody who may run it: as
 * long as no owner has joined, returns a fresh one-time link to do so.
 */
export async function firstSteps(rooms: Rooms, publicUrl: string): Promise<string | undefined> {
  const { people, channels } = rooms
  const [first] = await listWorkspaces(people)
  const workspace = first ?? (await createWorkspace(people, 'My company'))
  if (first === undefined) await channels.create(workspace.id, 'Website')
  const agents = await listAgents(people, workspace.id)
  if (agents.some(({ role, isActive }) => role === 'owner' && isActive)) return undefined
  return ownerLink(rooms, workspace.id, publicUrl)
}

/** A one-time link to join as owner. Links made before and never used stop working. */
export async function ownerLink(
  { people }: Pick<Rooms, 'people'>,
  workspaceId: string,
  publicUrl: string,
): Promise<string> {
  await people.storage.db
    .deleteFrom('invites')
    .where('workspaceId', '=', workspaceId)
    .where('role', '=', 'owner')
    .where('acceptedAt', 'is', null)
    .execute()
  const { url } = await createInvite(people, workspaceId, { role: 'owner', email: '' }, publicUrl)
  return url
}
