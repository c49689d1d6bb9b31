import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from '../../../../migrations/index.ts'
import { openConnection } from './connection.ts'

/**
 * Brings the database file to the newest schema, creating it when there is none. Returns the names
 * of the migrations that were applied.
 */
export async function migrateSqlite(file: string): Promise<string[]> {
  const connection = openConnection(file)
  const db = new Kysely<unknown>({
    dialect: new SqliteDialect({
      database: {
        close: () => connection.close(),
        prepare(sql) {
          const statement = connection.prepare(sql)
          return {
            reader: statement.columns().length > 0,
            all: (parameters) => statement.all(...(parameters as never[])),
            run: (parameters) => statement.run(...(parameters as never[])),
            iterate: (parameters) => statement.iterate(...(parameters as never[])),
          }
        },
      },
    }),
  })
  try {
    const { error, results } = await new Migrator({
      db,
      provider: { getMigrations: async () => migrations },
    }).migrateToLatest()
    if (error !== undefined) {
      throw new Error(`The database could not be brought to the newest schema: ${file}`, {
        cause: error,
      })
    }
    return (results ?? []).map(({ migrationName }) => migrationName)
  } finally {
    await db.destroy()
  }
}
