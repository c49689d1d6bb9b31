import { deserialize, serialize } from 'node:v8'
import type { Storage } from '../../platform/storage/index.ts'
import { type Model, readModel, writeModel } from '../model/index.ts'
import type { Table, TreeModels } from '../prediction/index.ts'

/** What a stored model is. */
export type ModelKind =
  | 'table'
  | 'first_reply'
  | 'handle'
  | 'external_first_reply'
  | 'external_handle'

/** Older versions are there to be looked into; the newest counts. */
const VERSIONS_KEPT = 3

export interface StoredModel {
  version: string
  trainedAt: number
  content: Uint8Array
}

/** A workspace's models, each kind in its last versions. */
export function createModelStore({ db }: Storage) {
  async function newest(workspaceId: string, kind: ModelKind): Promise<StoredModel | undefined> {
    return db
      .selectFrom('routingModels')
      .select(['version', 'trainedAt', 'content'])
      .where('workspaceId', '=', workspaceId)
      .where('kind', '=', kind)
      .orderBy('trainedAt', 'desc')
      .limit(1)
      .executeTakeFirst()
  }

  async function write(workspaceId: string, kind: ModelKind, model: StoredModel): Promise<void> {
    await db
      .insertInto('routingModels')
      .values({ workspaceId, kind, ...model })
      .onConflict((conflict) =>
        conflict.columns(['workspaceId', 'kind', 'version']).doUpdateSet(model),
      )
      .execute()
    const kept = await db
      .selectFrom('routingModels')
      .select('version')
      .where('workspaceId', '=', workspaceId)
      .where('kind', '=', kind)
      .orderBy('trainedAt', 'desc')
      .limit(VERSIONS_KEPT)
      .execute()
    await db
      .deleteFrom('routingModels')
      .where('workspaceId', '=', workspaceId)
      .where('kind', '=', kind)
      .where(
        'version',
        'not in',
        kept.map(({ version }) => version),
      )
      .execute()
  }

  /** Both models of a pair; undefined unless both are there. May throw: what is stored is read. */
  async function readPair(
    workspaceId: string,
    kinds: readonly [ModelKind, ModelKind],
    output: TreeModels['output'],
  ): Promise<TreeModels | undefined> {
    const [firstReply, handle] = await Promise.all(kinds.map((kind) => newest(workspaceId, kind)))
    if (firstReply === undefined || handle === undefined) return undefined
    return {
      version: firstReply.version,
      trainedAt: Math.min(firstReply.trainedAt, handle.trainedAt),
      firstReply: readModel(firstReply.content),
      handle: readModel(handle.content),
      output,
    }
  }

  return {
    newest,
    write,
    async readTable(workspaceId: string): Promise<Table | undefined> {
      const stored = await newest(workspaceId, 'table')
      return stored && (deserialize(stored.content) as Table)
    },
    async writeTable(workspaceId: string, table: Table): Promise<void> {
      const { version, trainedAt } = table
      await write(workspaceId, 'table', { version, trainedAt, content: serialize(table) })
    },
    readTrees: (workspaceId: string) =>
      readPair(workspaceId, ['first_reply', 'handle'], 'factor_of_table'),
    async writeTrees(workspaceId: string, trees: TreeModels): Promise<void> {
      const { version, trainedAt } = trees
      const bytes = (model: Model) => new TextEncoder().encode(writeModel(model))
      const stored = { version, trainedAt }
      await write(workspaceId, 'first_reply', { ...stored, content: bytes(trees.firstReply) })
      await write(workspaceId, 'handle', { ...stored, content: bytes(trees.handle) })
    },
    readExternal: (workspaceId: string) =>
      readPair(workspaceId, ['external_first_reply', 'external_handle'], 'ms'),
    async dropExternal(workspaceId: string): Promise<void> {
      await db
        .deleteFrom('routingModels')
        .where('workspaceId', '=', workspaceId)
        .where('kind', 'in', ['external_first_reply', 'external_handle'])
        .execute()
    },
  }
}

export type ModelStore = ReturnType<typeof createModelStore>
