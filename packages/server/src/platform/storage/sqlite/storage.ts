import { dirname, join } from 'node:path'
import { CamelCasePlugin, Kysely } from 'kysely'
import type { ConversationLog } from '../../../conversations/index.ts'
import type { Schema } from '../schema.ts'
import type { Storage } from '../storage.ts'
import { openConnection } from './connection.ts'
import { createSqliteConversationLog } from './conversation-log.ts'
import { createThreadedDialect } from './dialect.ts'
import { createEpochs } from './epochs.ts'
import { type CommitObserver, createGroupCommit } from './group-commit.ts'
import { createHeads } from './heads.ts'
import { openJournal } from './journal.ts'
import { migrateSqlite } from './migrate.ts'
import { createReadPool } from './read-pool.ts'
import { readProgress, recover } from './recover.ts'
import { createSegmentMemory } from './segment.ts'

export interface SqliteOptions {
  /** Path of the database file; its folder exists. */
  file: string
  /** @default 67_108_864 (64 MiB) */
  cacheBytes?: number
  /** @default 20_000, about 20 MB */
  conversationsMax?: number
  observer?: CommitObserver
}

export interface SqliteStorage extends Storage, AsyncDisposable {
  readonly conversationLog: ConversationLog
  /** Steps that wait for their commit, in the journal and in the tables. */
  readonly waitingSteps: number
}

/**
 * Opens the database file with its journal, its writer and its reader thread; creates and migrates
 * it. What the last run had acked but not brought into the tables is there at once.
 */
export async function openSqliteStorage(options: SqliteOptions): Promise<SqliteStorage> {
  const { file, observer = { committed() {}, failed() {} } } = options
  await migrateSqlite(file)
  const memory = [createSegmentMemory(), createSegmentMemory()] as const
  const commit = createGroupCommit(
    { file, cacheBytes: options.cacheBytes ?? 67_108_864, memory },
    observer,
  )
  const reads = createReadPool(file, (error) => observer.failed(error))
  const heads = createHeads(reads, options.conversationsMax ?? 20_000)
  const database = openConnection(file, { readOnly: true })
  const progress = readProgress(database)
  const journal = openJournal(
    {
      folder: join(dirname(file), 'journal'),
      memory,
      fold: commit.fold,
      hurry: commit.hurry,
      folded: heads.folded,
      observer,
    },
    progress.generation,
  )
  let lastKey = Math.max(progress.lastKey, recover(database, journal, heads))
  database.close()
  journal.start()
  const newKey = () => {
    lastKey += 1
    return lastKey
  }
  const db = new Kysely<Schema>({
    dialect: createThreadedDialect(commit, reads),
    plugins: [new CamelCasePlugin()],
  })
  return {
    db,
    conversationLog: createSqliteConversationLog({
      journal,
      heads,
      reads,
      newKey,
      epochs: createEpochs(db),
    }),
    get waitingSteps() {
      return journal.waitingSteps + commit.waitingSteps
    },
    async atomically(writes) {
      const statements = writes.map(({ query, changes }) => {
        const { sql, parameters } = query.compile()
        return { sql, parameters, ...(changes === undefined ? {} : { changes }) }
      })
      await commit.submit(statements)
    },
    async [Symbol.asyncDispose]() {
      await journal.close()
      await reads.close()
      // Last, because only a connection that may write folds the write-ahead log in.
      await commit.close()
    },
  }
}
