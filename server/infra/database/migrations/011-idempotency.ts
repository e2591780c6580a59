import type { Knex } from 'knex';

// A key is now kept together with its answer. One without an answer belongs to work that may or may not have been done.
export async function up(db: Knex): Promise<void> {
  await db.raw('delete from idempotency_keys where answer_enc is null or status is null');
  await db.raw(
    'alter table idempotency_keys alter column answer_enc set not null, alter column status set not null',
  );
}

export async function down(db: Knex): Promise<void> {
  await db.raw(
    'alter table idempotency_keys alter column answer_enc drop not null, alter column status drop not null',
  );
}
