import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '@parley/protocol'
import { createChannels } from '../channels/index.ts'
import type { Config } from '../config.ts'
import { createWorkspace, listWorkspaces, resetOwner } from '../people/index.ts'
import { newId } from '../platform/new-id.ts'
import { openSqliteStorage } from '../platform/storage/sqlite/storage.ts'
import { ownerLink } from './first-owner.ts'

/**
 * Lets somebody in who is locked out: prints a sign-up link for a new owner, or gives an account a
 * new password, makes it an active owner and ends its sessions. Works beside a running server.
 */
export async function admin(config: Config, email: string | undefined): Promise<number> {
  await mkdir(config.dataDir, { recursive: true })
  await using storage = await openSqliteStorage({ file: join(config.dataDir, 'parley.db') })
  const people = { storage, announce: () => {}, now: Date.now, newId }
  if (email !== undefined) {
    const password = await resetOwner(people, email)
    if (password === undefined) throw new Refusal('not_found', `Nobody has the e-mail ${email}.`)
    console.log(`${email} is an owner now and signs in with: ${password}`)
    return 0
  }
  const [first] = await listWorkspaces(people)
  const workspace = first ?? (await createWorkspace(people, 'My company'))
  if (first === undefined) await createChannels(people).create(workspace.id, 'Website')
  const publicUrl = config.publicUrl || `http://${config.host}:${config.port}`
  console.log(`Sign up as owner: ${await ownerLink({ people }, workspace.id, publicUrl)}`)
  return 0
}
