import type { Kysely } from 'kysely'

/** What the assistant learns from: dismissed questions, golden questions and their runs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('dismissed_questions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) =>
      column.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text', (column) => column.notNull())
    .addColumn('dismissed_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('golden_questions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) =>
      column.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('expected_json', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('golden_runs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) =>
      column.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint', (column) => column.notNull())
    .addColumn('problem', 'text', (column) => column.notNull())
    .addColumn('draft_json', 'text', (column) => column.notNull())
    .addColumn('is_draft', 'integer', (column) => column.notNull())
    .addColumn('asked', 'integer', (column) => column.notNull())
    .addColumn('right', 'integer', (column) => column.notNull())
    .addColumn('results_json', 'text', (column) => column.notNull())
    .execute()
  for (const table of ['dismissed_questions', 'golden_questions', 'golden_runs']) {
    await db.schema
      .createIndex(`${table}_by_workspace`)
      .on(table)
      .columns(['workspace_id', 'id'])
      .execute()
  }
}
