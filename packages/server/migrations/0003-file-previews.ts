import type { Kysely } from 'kysely'

/** Lists tell when the newest message is a file, and of which kind. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('conversations')
    .addColumn('preview_file_kind', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
}
