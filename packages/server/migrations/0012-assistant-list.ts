import { type Kysely, sql } from 'kysely'

/** The list of what the assistant answers in, in its order. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index conversations_bot on conversations
    (workspace_id, active_at, id) where status = 'bot'`.execute(db)
}
