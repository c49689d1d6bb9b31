import type { Db } from '../schema.ts'

/** Who owns each workspace's queue. Only one process has the database, so memory has the newest. */
export function createEpochs(db: Db) {
  const current = new Map<string, number>()
  return {
    /** Whether steps under this epoch still count. */
    holds: (workspaceId: string, epoch: number) => current.get(workspaceId) === epoch,

    async takeOver(workspaceId: string): Promise<number> {
      const { epoch } = await db
        .insertInto('queueEpochs')
        .values({ workspaceId, epoch: 1 })
        .onConflict((conflict) =>
          conflict.column('workspaceId').doUpdateSet((row) => ({
            epoch: row('queueEpochs.epoch', '+', 1),
          })),
        )
        .returning('epoch')
        .executeTakeFirstOrThrow()
      current.set(workspaceId, Math.max(epoch, current.get(workspaceId) ?? 0))
      return epoch
    },
  }
}

export type Epochs = ReturnType<typeof createEpochs>
