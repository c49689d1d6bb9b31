import type { Kysely } from 'kysely'

/** Who a contact has proved to be, and the secrets by which pages' servers sign that. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('contacts')
    .addColumn('signed_id', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
  await db.schema
    .alterTable('contacts')
    .addColumn('signed_email', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
  await db.schema
    .alterTable('contacts')
    .addColumn('signed_until', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema
    .createTable('channel_secrets')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) =>
      column.notNull().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('channel_id', 'text', (column) =>
      column.notNull().references('channels.id').onDelete('cascade'),
    )
    .addColumn('sealed_secret', 'text', (column) => column.notNull())
    .addColumn('created_at', 'integer', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('channel_secrets_of_channel')
    .on('channel_secrets')
    .columns(['channel_id', 'created_at'])
    .execute()
}
