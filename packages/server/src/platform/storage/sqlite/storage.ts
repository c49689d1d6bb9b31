import { CamelCasePlugin, Kysely } from 'kysely'
import type { ConversationLog } from '../../../conversations/index.ts'
import type { Schema } from '../schema.ts'
import type { Storage } from '../storage.ts'
import { createSqliteConversationLog } from './conversation-log.ts'
import { createThreadedDialect } from './dialect.ts'
import { type CommitObserver, createGroupCommit } from './group-commit.ts'
import { migrateSqlite } from './migrate.ts'
import { createReadPool } from './read-pool.ts'

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
  /** Steps that wait for their commit. */
  readonly waitingSteps: number
}

/** Opens the database file with its writer and its reader thread; creates and migrates it. */
export async function openSqliteStorage(options: SqliteOptions): Promise<SqliteStorage> {
  const { file, observer = { committed() {}, failed() {} } } = options
  await migrateSqlite(file)
  const commit = createGroupCommit(
    {
      file,
      cacheBytes: options.cacheBytes ?? 67_108_864,
      conversationsMax: options.conversationsMax ?? 20_000,
    },
    observer,
  )
  const reads = createReadPool(file, (error) => observer.failed(error))
  const db = new Kysely<Schema>({
    dialect: createThreadedDialect(commit, reads),
    plugins: [new CamelCasePlugin()],
  })
  return {
    db,
    conversationLog: createSqliteConversationLog(commit, reads),
    get waitingSteps() {
      return commit.waitingSteps
    },
    async atomically(writes) {
      const statements = writes.map(({ query, changes }) => {
        const { sql, parameters } = query.compile()
        return { sql, parameters, ...(changes === undefined ? {} : { changes }) }
      })
      await commit.submit({ kind: 'run', statements })
    },
    async [Symbol.asyncDispose]() {
      await reads.close()
      // Last, because only a connection that may write folds the write-ahead log in.
      await commit.close()
    },
  }
}
