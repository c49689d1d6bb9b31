import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { GroupCommit } from './group-commit.ts'
import type { ReadPool } from './read-pool.ts'

/** One of SQLite's, but queries need not wait for one another: they wait in the threads. */
class ThreadedAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

/**
 * Kysely over the threads: a select goes to the reader, anything else is one step of the group
 * commit. Transactions that stay open between statements are refused, because they would hold up
 * every other write: `Storage.atomically` takes all of a step's writes at once.
 */
export function createThreadedDialect(commit: GroupCommit, reads: ReadPool): Dialect {
  const connection: DatabaseConnection = {
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      const { sql, parameters } = query
      if (query.query.kind === 'SelectQueryNode') {
        return { rows: await reads.read<Row>(sql, parameters) }
      }
      const { rows, changes } = await commit.submit([{ sql, parameters }])
      return { rows: rows as Row[], numAffectedRows: BigInt(changes) }
    },
    streamQuery() {
      throw new Error('Streaming a query is not supported. Read it in pages.')
    },
  }
  const driver: Driver = {
    async init() {},
    async acquireConnection() {
      return connection
    },
    async beginTransaction() {
      throw new Error('Open transactions are not supported. Use Storage.atomically.')
    },
    async commitTransaction() {},
    async rollbackTransaction() {},
    async releaseConnection() {},
    async destroy() {},
  }
  return {
    createAdapter: () => new ThreadedAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}
