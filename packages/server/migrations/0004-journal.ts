import { type Kysely, sql } from 'kysely'
import { clientHash } from '../src/platform/storage/sqlite/journal-records.ts'

/** Messages brought up to their hash in one go. */
const PAGE = 10_000

/** The log goes through a journal; see docs/decisions/0009. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('journal_progress')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('generation', 'bigint', (column) => column.notNull())
    .execute()
  await sql`insert into journal_progress (id, generation) values (1, 0)`.execute(db)
  await db.schema
    .alterTable('conversations')
    .addColumn('generation', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await bringRowsUpToTheirMessages(db)
  await db.schema.dropTable('log_progress').execute()
  await db.schema.dropIndex('messages_by_client_id').execute()
  await db.schema.dropIndex('messages_by_seq').execute()
  await db.schema
    .alterTable('messages')
    .addColumn('client_hash', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await hashClientIds(db)
  // With the hash in it, a repeated message is looked for without touching the others' rows.
  await db.schema
    .createIndex('messages_by_seq')
    .unique()
    .on('messages')
    .columns(['conversation_key', 'seq', 'client_hash'])
    .execute()
}

/** A crash may have left rows behind their messages. */
async function bringRowsUpToTheirMessages(db: Kysely<unknown>): Promise<void> {
  const of = sql`from messages where conversation_key = conversations.key`
  const text = sql`${of} and kind in ('text', 'file')`
  await sql`update conversations set
    last_seq = (select max(seq) ${of}),
    active_at = coalesce((select max(posted_at) ${of} and kind <> 'event'), active_at),
    preview_author_kind =
      coalesce((select author_kind ${text} order by seq desc limit 1), preview_author_kind),
    preview_text = coalesce((select case kind when 'text' then substr(body, 1, 160)
      else json_extract(body, '$.name') end ${text} order by seq desc limit 1), ''),
    preview_file_kind = coalesce((select case kind when 'file' then json_extract(body, '$.kind')
      else '' end ${text} order by seq desc limit 1), ''),
    preview_at = coalesce((select posted_at ${text} order by seq desc limit 1), preview_at),
    unread_by_agents =
      (select count(*) ${text} and author_kind = 'contact' and seq > agent_read_seq),
    unread_by_contact =
      (select count(*) ${text} and author_kind <> 'contact' and seq > contact_read_seq),
    waiting_since = coalesce((select min(posted_at) ${text} and author_kind = 'contact' and seq >
      coalesce((select max(seq) ${text} and author_kind <> 'contact'), 0)), 0)
    where key in (select conversation_key from messages
      where id > (select message_id from log_progress where id = 1))`.execute(db)
}

async function hashClientIds(db: Kysely<unknown>): Promise<void> {
  let last = 0
  for (;;) {
    const { rows } = await sql<{ id: number; author_id: string; client_id: string }>`
      select id, author_id, client_id from messages where id > ${last} order by id limit ${PAGE}
    `.execute(db)
    if (rows.length === 0) return
    for (const { id, author_id, client_id } of rows) {
      const hash = clientHash(author_id, client_id)
      await sql`update messages set client_hash = ${hash} where id = ${id}`.execute(db)
    }
    last = rows.at(-1)?.id ?? last
  }
}
