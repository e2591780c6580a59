import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table idempotency_keys (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      key text not null,
      route text not null,
      request_hash text not null,
      status integer,
      answer_enc text,
      created_at timestamptz not null,
      unique (user_id, key)
    )`);
  await db.raw('create index idempotency_keys_age on idempotency_keys (created_at)');
  await db.raw(`
    create unlogged table rate_limits (
      key varchar(255) primary key,
      points integer not null default 0,
      expire bigint
    )`);
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table rate_limits');
  await db.raw('drop table idempotency_keys');
}
