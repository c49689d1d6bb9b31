import type { Kysely } from 'kysely'

/** Who may have which conversation, who got it and why, and what became of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('routing_settings')
    .addColumn('workspace_id', 'text', (column) =>
      column.primaryKey().references('workspaces.id').onDelete('cascade'),
    )
    .addColumn('settings_json', 'text', (column) => column.notNull())
    .addColumn('hook_secret', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('queue_epochs')
    .addColumn('workspace_id', 'text', (column) => column.primaryKey())
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .execute()
  await facts(db)
  await courses(db)
  await outcomes(db)
}

/** What routing goes by. */
async function facts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('teams')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('hours_json', 'text')
    .addColumn('overflow_json', 'text')
    .execute()
  await db.schema.createIndex('teams_by_workspace').on('teams').column('workspace_id').execute()
  await db.schema
    .createTable('skills')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('skills_by_workspace').on('skills').column('workspace_id').execute()
  await db.schema
    .createTable('topics')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('words_json', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('topics_by_workspace').on('topics').column('workspace_id').execute()
  await db.schema
    .createTable('agent_facts')
    .addColumn('agent_id', 'text', (column) =>
      column.primaryKey().references('agents.id').onDelete('cascade'),
    )
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('team_ids_json', 'text', (column) => column.notNull())
    .addColumn('skills_json', 'text', (column) => column.notNull())
    .addColumn('languages_json', 'text', (column) => column.notNull())
    .addColumn('capacity', 'integer')
    .execute()
  await db.schema
    .createTable('routing_rules')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('rule_json', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('routing_rules_by_workspace')
    .on('routing_rules')
    .columns(['workspace_id', 'place'])
    .execute()
  await db.schema
    .createTable('blocked_pairs')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('contact_id', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('blocked_pairs_key', ['contact_id', 'agent_id'])
    .execute()
}

/** What routing knows of a conversation beside the log, and each of its assignments. */
async function courses(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('routing_courses')
    .addColumn('conversation_id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('course_json', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('routing_courses_by_workspace')
    .on('routing_courses')
    .column('workspace_id')
    .execute()
  await db.schema
    .createTable('routing_decisions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('contact_id', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text', (column) => column.notNull())
    .addColumn('decided_at', 'bigint', (column) => column.notNull())
    .addColumn('decision_json', 'text', (column) => column.notNull())
    .execute()
  for (const column of ['workspace_id', 'conversation_id', 'contact_id']) {
    await db.schema
      .createIndex(`routing_decisions_by_${column.replace('_id', '')}`)
      .on('routing_decisions')
      .columns([column, 'id'])
      .execute()
  }
}

/** What learning and replay read: how each wait ended, and how each assignment did. */
async function outcomes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('routing_waits')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('contact_id', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('weight', 'real', (column) => column.notNull())
    .addColumn('priority', 'integer', (column) => column.notNull())
    .addColumn('queued_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint', (column) => column.notNull())
    .addColumn('is_censored', 'integer', (column) => column.notNull())
    .addColumn('promise_json', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('routing_waits_by_workspace')
    .on('routing_waits')
    .columns(['workspace_id', 'ended_at'])
    .execute()
  await db.schema
    .createTable('routing_outcomes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('model_version', 'text', (column) => column.notNull())
    .addColumn('assigned_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint', (column) => column.notNull())
    .addColumn('active', 'integer', (column) => column.notNull())
    .addColumn('first_reply_ms', 'real', (column) => column.notNull())
    .addColumn('is_first_reply_censored', 'integer', (column) => column.notNull())
    .addColumn('handle_ms', 'real', (column) => column.notNull())
    .addColumn('is_handle_censored', 'integer', (column) => column.notNull())
    .addColumn('predicted_first_reply_ms', 'real', (column) => column.notNull())
    .addColumn('predicted_handle_ms', 'real', (column) => column.notNull())
    .addColumn('features', 'blob', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('routing_outcomes_by_workspace')
    .on('routing_outcomes')
    .columns(['workspace_id', 'assigned_at'])
    .execute()
}
