import type { Kysely } from 'kysely'

/** What routing has learnt, by workspace, and what was tried in the simulator. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('routing_learning')
    .addColumn('workspace_id', 'text', (column) =>
      column.primaryKey().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('state_json', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('routing_models')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('trained_at', 'bigint', (column) => column.notNull())
    .addColumn('content', 'blob', (column) => column.notNull())
    .addPrimaryKeyConstraint('routing_models_key', ['workspace_id', 'kind', 'version'])
    .execute()
  await db.schema
    .createTable('routing_studies')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('study_json', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('routing_studies_by_workspace')
    .on('routing_studies')
    .columns(['workspace_id', 'id'])
    .execute()
}
