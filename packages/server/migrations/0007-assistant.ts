import type { Kysely } from 'kysely'

/** How a workspace's assistant is set up, and what became of each question. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('assistants')
    .addColumn('workspace_id', 'text', (column) =>
      column.primaryKey().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('settings_json', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('answers')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('question_seq', 'integer', (column) => column.notNull())
    .addColumn('answer_seq', 'integer', (column) => column.notNull())
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('decided_by', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('engine', 'text', (column) => column.notNull())
    .addColumn('cost_micros', 'bigint', (column) => column.notNull())
    .addColumn('first_text_ms', 'real', (column) => column.notNull())
    .addColumn('total_ms', 'real', (column) => column.notNull())
    .addColumn('is_helpful', 'integer')
    .addColumn('steps_json', 'text', (column) => column.notNull())
    .addColumn('sources_json', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('answers_by_workspace')
    .on('answers')
    .columns(['workspace_id', 'id'])
    .execute()
  await db.schema
    .createIndex('answers_by_conversation')
    .on('answers')
    .columns(['conversation_id', 'answer_seq'])
    .execute()
}
