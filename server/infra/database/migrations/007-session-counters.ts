import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw('alter table stream_sessions add column counted jsonb');
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table stream_sessions drop column counted');
}
