import type { Workspace, WorkspaceChange } from '@parley/protocol/rest'
import type { PeoplePorts } from './ports.ts'

/** Opens a workspace: one company on this deployment. */
export async function createWorkspace(ports: PeoplePorts, name: string): Promise<Workspace> {
  const workspace = { id: ports.newId(), name, isTypingPreviewOn: true }
  await ports.storage.db
    .insertInto('workspaces')
    .values({ ...workspace, isTypingPreviewOn: 1, createdAt: ports.now() })
    .execute()
  ports.announce({ type: 'workspace_changed', workspaceId: workspace.id })
  return workspace
}

/** All workspaces of the deployment, oldest first. */
export async function listWorkspaces(ports: PeoplePorts): Promise<Workspace[]> {
  const rows = await ports.storage.db
    .selectFrom('workspaces')
    .select(['id', 'name', 'isTypingPreviewOn'])
    .orderBy('createdAt')
    .execute()
  return rows.map((row) => ({ ...row, isTypingPreviewOn: row.isTypingPreviewOn === 1 }))
}

export async function changeWorkspace(
  ports: PeoplePorts,
  workspace: Workspace,
  change: WorkspaceChange,
): Promise<Workspace> {
  const next = { ...workspace, ...change }
  await ports.storage.db
    .updateTable('workspaces')
    .set({ name: next.name.trim(), isTypingPreviewOn: next.isTypingPreviewOn ? 1 : 0 })
    .where('id', '=', workspace.id)
    .execute()
  ports.announce({ type: 'workspace_changed', workspaceId: workspace.id })
  return next
}
