import type { KnowledgePorts } from '../ports.ts'
import { toUnit } from './vector-scan.ts'
import { toBytes, type Vectors } from './vectors.ts'

/** Texts that go to the engine in one call. */
const BATCH = 32

/**
 * Brings vectors to passages that have none of the present model: one workspace's after another, in
 * batches, beside everything else. What fails is tried again with the next change or start.
 */
export function createEmbedding(ports: KnowledgePorts, vectors: Vectors) {
  const { storage, embedder } = ports
  const wanted = new Set<string>()
  let running: Promise<void> | undefined
  let isClosed = false

  async function embedBatch(workspaceId: string): Promise<boolean> {
    const engine = embedder(workspaceId)
    if (engine === undefined) return false
    const { db } = storage
    const rows = await db
      .selectFrom('passages')
      .select(['id', 'articleId', 'title', 'heading', 'text'])
      .where('workspaceId', '=', workspaceId)
      .where('id', 'not in', (known) =>
        known
          .selectFrom('passageVectors')
          .select('passageId')
          .where('workspaceId', '=', workspaceId)
          .where('model', '=', engine.model),
      )
      .orderBy('id')
      .limit(BATCH)
      .execute()
    if (rows.length === 0) return false
    const made = await engine.embed(
      rows.map(({ title, heading, text }) => `${title}\n${heading}\n${text}`),
    )
    const units = made.map(toUnit)
    if (units.length !== rows.length || units.includes(undefined)) {
      throw new Error(`The engine gave ${made.length} usable vectors for ${rows.length} texts.`)
    }
    const writes = rows.map(({ id, articleId }, index) => ({
      query: db
        .insertInto('passageVectors')
        // Only for a passage that still stands.
        .columns(['passageId', 'workspaceId', 'articleId', 'model', 'vector'])
        .expression((from) =>
          from
            .selectFrom('passages')
            .select(({ val }) => [
              'id',
              'workspaceId',
              val(articleId).as('articleId'),
              val(engine.model).as('model'),
              val(toBytes(units[index] as Float32Array)).as('vector'),
            ])
            .where('id', '=', id),
        )
        .onConflict((conflict) =>
          conflict.column('passageId').doUpdateSet((from) => ({
            model: from.ref('excluded.model'),
            vector: from.ref('excluded.vector'),
          })),
        ),
    }))
    await storage.atomically(writes)
    vectors.forget(workspaceId, engine.model)
    return rows.length === BATCH
  }

  async function run(): Promise<void> {
    for (const workspaceId of wanted) {
      wanted.delete(workspaceId)
      try {
        while (!isClosed && (await embedBatch(workspaceId)));
      } catch (error) {
        if (!isClosed) ports.failed(error, 'embedding')
      }
    }
    running = undefined
  }

  return {
    /** Passages of this workspace may lack vectors. */
    wake(workspaceId: string): void {
      if (isClosed || embedder(workspaceId) === undefined) return
      wanted.add(workspaceId)
      running ??= run()
    },
    /** Resolves when all that was asked for has been tried. */
    async settled(): Promise<void> {
      await running
    },
    async [Symbol.asyncDispose](): Promise<void> {
      isClosed = true
      wanted.clear()
      await running
    },
  }
}

export type Embedding = ReturnType<typeof createEmbedding>
