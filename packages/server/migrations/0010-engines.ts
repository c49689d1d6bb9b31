import type { Kysely } from 'kysely'

/** The AI engines of a workspace, what they spent, and what they call our conversations. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('engines')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) =>
      column.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('is_on', 'integer', (column) => column.notNull())
    .addColumn('setup_json', 'text', (column) => column.notNull())
    .addColumn('rules_json', 'text', (column) => column.notNull())
    .addColumn('sealed_key', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('engines_by_workspace')
    .on('engines')
    .columns(['workspace_id', 'place'])
    .execute()
  await db.schema
    .createTable('engine_spending')
    .addColumn('engine_id', 'text', (column) =>
      column.notNull().references('engines.id').onDelete('cascade'),
    )
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('calls', 'integer', (column) => column.notNull())
    .addColumn('tokens', 'bigint', (column) => column.notNull())
    .addColumn('cost_micros', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('engine_spending_of_day', ['engine_id', 'day'])
    .execute()
  await db.schema
    .createTable('engine_conversations')
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('engine_id', 'text', (column) =>
      column.notNull().references('engines.id').onDelete('cascade'),
    )
    .addColumn('name', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('engine_conversations_of', ['conversation_id', 'engine_id'])
    .execute()
}
