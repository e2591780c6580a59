import type { Knex } from 'knex';

const FIVE_MINUTES = 300;

// An encoder that exceeds the plan's best quality is warned, and its session is ended after the plan's grace.
export async function up(db: Knex): Promise<void> {
  await db.raw(
    `alter table subscription_plans add column quality_grace_seconds integer not null default ${FIVE_MINUTES}
       check (quality_grace_seconds >= 0)`,
  );
  await db.raw(`
    alter table stream_sessions
      add column quality_ends_at timestamptz,
      add column quality_grace_left_ms integer check (quality_grace_left_ms >= 0)`);
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table stream_sessions drop column quality_ends_at, drop column quality_grace_left_ms');
  await db.raw('alter table subscription_plans drop column quality_grace_seconds');
}
