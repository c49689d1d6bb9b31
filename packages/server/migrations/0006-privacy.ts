import type { Kysely } from 'kysely'

/** What a workspace lets leave to engines, and the log of what left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('privacy_settings')
    .addColumn('workspace_id', 'text', (column) =>
      column.primaryKey().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('settings_json', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('departures')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('left_at', 'bigint', (column) => column.notNull())
    .addColumn('engine_id', 'text', (column) => column.notNull())
    .addColumn('engine_name', 'text', (column) => column.notNull())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('caused_by', 'text', (column) => column.notNull())
    .addColumn('caused_by_id', 'text', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('redactions_json', 'text', (column) => column.notNull())
    .addColumn('text', 'text')
    .execute()
  await db.schema
    .createIndex('departures_by_workspace')
    .on('departures')
    .columns(['workspace_id', 'id'])
    .execute()
}
