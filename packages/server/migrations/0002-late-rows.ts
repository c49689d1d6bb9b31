import { type Kysely, sql } from 'kysely'

/** Up to which message the rows of conversations are written; a row followed its messages by a second then. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('log_progress')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('message_id', 'bigint', (column) => column.notNull())
    .execute()
  await sql`insert into log_progress (id, message_id)
    select 1, coalesce(max(id), 0) from messages`.execute(db)
}
